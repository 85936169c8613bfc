/* The page around the map: search by name, the choice of findings, and printing. Words are only ever set as text. */
var plannerPage = (function () {
  "use strict";

  var MOST_RESULTS = 12;
  var CLOSE = 16;
  var STATUSES = ["met", "unmet", "unknown"];

  function element(tag, className, words) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (words !== undefined && words !== null) { node.textContent = words; }
    return node;
  }

  /* Letters alone decide: "Kebon Raya" is found by "kebón-raya". */
  function plain(words) {
    return words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  /* ---- What can be found ---- */

  function placesOf(part) {
    var found = [];
    var where = (part.layer.plannerLabels || []).indexOf(part.where);
    part.layer.eachLayer(function (child) {
      var properties = child.feature.properties;
      var region = where < 0 ? null : properties.facts[where];
      found.push({ name: properties.name, about: region ? part.about + ", " + region : part.about, layer: part.layer, child: child });
    });
    return found;
  }

  function entries(parts, settings) {
    var all = settings.regions.map(function (region) {
      return { name: region.name, about: region.about, bounds: region.bounds };
    });
    parts.forEach(function (part) { all = all.concat(placesOf(part)); });
    all = all.concat(settings.unplaced.map(function (place) {
      return { name: place.name, about: place.about, bounds: place.bounds, note: settings.words.unplaced };
    }));
    all.forEach(function (entry) {
      entry.plain = plain(entry.name);
      entry.words = " " + entry.plain + " " + plain(entry.about);
    });
    return all;
  }

  /* Names that begin so come first, then those with a word that begins so, then those that hold it, then those of which
     every word is found in what they are or where: "puskesmas manggar" finds the puskesmas that is called Manggar. */
  function search(all, words) {
    var wanted = plain(words);
    if (!wanted) { return []; }
    function rank(entry) {
      var at = (" " + entry.plain).indexOf(" " + wanted);
      if (at >= 0) { return at === 0 ? 0 : 1; }
      if (entry.plain.includes(wanted)) { return 2; }
      return wanted.split(" ").every(function (word) { return entry.words.includes(" " + word); }) ? 3 : 4;
    }
    return all.map(function (entry) { return [rank(entry), entry]; })
      .filter(function (pair) { return pair[0] < 4; })
      .sort(function (one, other) { return one[0] - other[0]; })
      .map(function (pair) { return pair[1]; });
  }

  function go(map, entry) {
    if (entry.bounds) { map.fitBounds(entry.bounds, { animate: false, maxZoom: CLOSE }); }
    if (!entry.child) { return; }
    if (!map.hasLayer(entry.layer)) { map.addLayer(entry.layer); }
    var spot = entry.child.getLatLng();
    map.setView(spot, Math.max(map.getZoom(), CLOSE), { animate: false });
    entry.child.fire("click", { latlng: spot }, true);
  }

  /* ---- The search box: a combobox of the ARIA practices, used with keys alone or by touch. ---- */

  function addSearch(map, parts, settings) {
    var input = document.getElementById("planner-search");
    var list = document.getElementById("planner-results");
    var told = document.getElementById("planner-told");
    var all = null;
    var shown = [];
    var chosen = -1;

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      chosen = -1;
    }

    function mark(number) {
      chosen = number;
      Array.from(list.children).forEach(function (row, at) { row.setAttribute("aria-selected", String(at === number)); });
      if (number < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", "planner-result-" + number);
      list.children[number].scrollIntoView({ block: "nearest" });
    }

    function take(number) {
      var entry = shown[number];
      if (!entry) { return; }
      input.value = entry.name;
      close();
      told.textContent = entry.note || "";
      go(map, entry);
    }

    function draw() {
      all = all || entries(parts, settings);
      var found = search(all, input.value);
      shown = found.slice(0, MOST_RESULTS);
      list.replaceChildren.apply(list, shown.map(function (entry, number) {
        var row = element("li");
        row.id = "planner-result-" + number;
        row.setAttribute("role", "option");
        row.appendChild(element("span", "", entry.name));
        row.appendChild(element("small", "", entry.about));
        row.addEventListener("mousedown", function (event) { event.preventDefault(); });
        row.addEventListener("click", function () { take(number); });
        return row;
      }));
      told.textContent = !input.value.trim() ? ""
        : !found.length ? settings.words.nothing
        : found.length > MOST_RESULTS ? settings.words.more.replace("{shown}", shown.length).replace("{all}", found.length) : "";
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      mark(-1);
    }

    input.addEventListener("input", draw);
    input.addEventListener("focus", function () { if (input.value.trim()) { draw(); } });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", function (event) {
      var open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) { draw(); }
        if (!shown.length) { return; }
        var step = event.key === "ArrowDown" ? 1 : -1;
        mark(chosen < 0 && step < 0 ? shown.length - 1 : (chosen + step + shown.length) % shown.length);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (open) { take(Math.max(chosen, 0)); }
      } else if (event.key === "Escape") {
        if (open) { close(); } else { input.value = ""; told.textContent = ""; }
      }
    });
  }

  /* ---- Findings: one rule at a time, by status ---- */

  function addFilter(layers, settings) {
    var select = document.getElementById("planner-rule");
    var boxes = STATUSES.map(function (status) { return document.getElementById("planner-" + status); });
    var filtered = layers.filter(function (layer) { return layer.plannerFilter; });
    var findings = layers.find(function (layer) { return layer.plannerChoose; });
    findings.plannerRules.forEach(function (rule, number) {
      var option = element("option", "", rule.title);
      option.value = number;
      select.appendChild(option);
    });
    function counts() {
      var rule = findings.plannerRules[Number(select.value)];
      STATUSES.forEach(function (status, at) {
        var number = rule.features.features.filter(function (one) { return one.properties.status === status; }).length;
        boxes[at].parentElement.lastElementChild.textContent = settings.words[status].replace("{n}", number);
      });
    }
    function apply() {
      var statuses = STATUSES.filter(function (status, at) { return boxes[at].checked; });
      findings.plannerChoose(Number(select.value), statuses);
      filtered.forEach(function (layer) { layer.plannerFilter(statuses); });
      counts();
    }
    if (!findings.plannerRules.length) { document.getElementById("planner-filter").hidden = true; return; }
    select.addEventListener("change", apply);
    boxes.forEach(function (box) { box.addEventListener("change", apply); });
    // A browser may keep what was chosen before the page was loaded anew.
    apply();
  }

  /* ---- Printing: a sheet has other proportions than a screen, so the map is laid out for it before. ---- */

  function addPrinting(map) {
    var root = document.documentElement;
    var legend = document.querySelector(".planner-legend");
    var fitted = { centre: map.getCenter(), zoom: map.getZoom() };
    var before = null;
    function prepare() {
      if (before) { return; }
      before = { bounds: map.getBounds(), centre: map.getCenter(), zoom: map.getZoom(), open: legend.open };
      var untouched = before.zoom === fitted.zoom && before.centre.equals(fitted.centre);
      root.classList.add("planner-print");
      legend.open = true;
      map.invalidateSize({ animate: false, pan: false });
      if (untouched) { map.plannerFit(false); } else { map.fitBounds(before.bounds, { animate: false }); }
    }
    function restore() {
      if (!before) { return; }
      root.classList.remove("planner-print");
      legend.open = before.open;
      map.invalidateSize({ animate: false, pan: false });
      map.setView(before.centre, before.zoom, { animate: false });
      before = null;
    }
    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", restore);
    document.getElementById("planner-print").addEventListener("click", function () { window.print(); });
  }

  /* "parts" are the layers whose places can be found, each with what they are; "layers" are all that can be chosen from. */
  function start(map, parts, layers, settings) {
    document.getElementById("planner-filter").open = window.innerWidth > settings.narrow;
    // The choice of findings has taken room from the map.
    map.invalidateSize({ animate: false, pan: false });
    map.plannerFit(true);
    new ResizeObserver(function () { map.invalidateSize({ animate: false }); }).observe(map.getContainer());
    addSearch(map, parts, settings);
    addFilter(layers, settings);
    addPrinting(map);
  }

  return { start: start };
})();
