/* The planner's map. Words from data are only ever set as text, never as HTML. */
var plannerMap = (function () {
  "use strict";

  /* Height of each pane: regions lie below outlines, outlines below places, whatever is switched on when. */
  var PANES = { "planner-areas": 350, "planner-demand": 360, "planner-gaps": 370, "planner-outlines": 380, "planner-labels": 450 };
  var STATUSES = ["met", "unmet", "unknown"];
  var UNTOUCHABLE = ["planner-demand", "planner-outlines"];
  /* Room for the open legend and the open list of layers beside the city, in pixels. */
  var LEGEND = 285;
  var LAYERS = 245;

  function element(tag, className, words) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    if (words !== undefined && words !== null) { node.textContent = words; }
    return node;
  }

  /* A sign in a shape: "badge" is round, "square" is square, "hollow" is round and only outlined. */
  function badge(sign, colour, shape) {
    var node = element("span", "planner-badge planner-" + shape, sign);
    if (shape === "hollow") { node.style.color = node.style.borderColor = colour; }
    else { node.style.backgroundColor = colour; }
    return node;
  }

  function factsCard(properties, labels) {
    var card = element("div", "planner-facts");
    card.appendChild(element("strong", "", properties.name));
    var list = card.appendChild(element("dl"));
    properties.facts.forEach(function (fact, index) {
      if (fact === null) { return; }
      list.appendChild(element("dt", "", labels[index]));
      list.appendChild(element("dd", "", fact));
    });
    return card;
  }

  /* ---- Legend: each layer brings its part along and takes it away again. ---- */

  function symbol(item) {
    if (item.symbol !== "fill" && item.symbol !== "dot") { return badge(item.sign, item.colour, item.symbol); }
    var node = element("span", "planner-" + item.symbol, item.sign);
    node.style.backgroundColor = item.colour;
    return node;
  }

  function drawLegend(parts, body) {
    var title = null;
    body.replaceChildren();
    parts.forEach(function (part) {
      if (part.title !== title) { body.appendChild(element("h4", "", part.title)); }
      title = part.title;
      part.items.forEach(function (item) {
        var row = body.appendChild(element("div", "planner-row"));
        row.appendChild(symbol(item)).setAttribute("aria-hidden", "true");
        row.appendChild(element("span", "", item.label));
      });
      if (part.note) { body.appendChild(element("p", "", part.note)); }
    });
  }

  function sourceList(settings) {
    var details = element("details");
    details.appendChild(element("summary", "", settings.sourcesTitle));
    var list = details.appendChild(element("ul"));
    settings.sources.forEach(function (source) { list.appendChild(element("li", "", source)); });
    return details;
  }

  function addLegend(map, settings) {
    var control = L.control({ position: "bottomleft" });
    var parts = [];
    var body = element("div");
    control.onAdd = function () {
      var box = element("details", "planner-legend leaflet-bar");
      box.open = isWide(map, settings);
      box.appendChild(element("summary", "", settings.legendTitle));
      box.appendChild(body);
      box.appendChild(sourceList(settings));
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(map);
    map.plannerLegend = {
      show: function (part) {
        parts.push(part);
        parts.sort(function (one, other) { return one.title < other.title ? -1 : one.title > other.title ? 1 : 0; });
        drawLegend(parts, body);
      },
      hide: function (part) {
        parts = parts.filter(function (kept) { return kept !== part; });
        drawLegend(parts, body);
      }
    };
  }

  /* ---- The map ---- */

  function isWide(map, settings) { return map.getSize().x > settings.narrow; }

  function create(id, settings) {
    var map = L.map(id, { zoomControl: true, zoomSnap: 0.25, minZoom: 8, maxZoom: 19 });
    map.attributionControl.setPrefix("Leaflet");
    map.plannerFit = function (layers) {
      var wide = isWide(map, settings);
      map.fitBounds(settings.bounds, {
        animate: false, paddingTopLeft: [wide ? LEGEND : 12, 12], paddingBottomRight: [wide && layers ? LAYERS : 12, 12]
      });
    };
    map.plannerFit(true);
    Object.keys(PANES).forEach(function (name) {
      var pane = map.createPane(name);
      pane.style.zIndex = PANES[name];
      if (UNTOUCHABLE.includes(name)) { pane.style.pointerEvents = "none"; }
    });
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    addLegend(map, settings);
    return map;
  }

  /* ---- Layers ---- */

  function withLegend(layer, part) {
    if (part) {
      layer.on("add", function () { layer._map.plannerLegend.show(part); });
      layer.on("remove", function () { layer._map.plannerLegend.hide(part); });
    }
    return layer;
  }

  function withFacts(layer, data) {
    layer.eachLayer(function (child) { child.feature.properties.layer = data.layer; });
    // The map moves until a card lies clear of the buttons at its top.
    var options = { maxWidth: 300, autoPanPaddingTopLeft: [5, 80] };
    layer.plannerLabels = data.labels;
    layer.bindPopup(function (child) { return factsCard(child.feature.properties, data.labels); }, options);
    keepCard(layer);
    return withLegend(layer, data.legend);
  }

  /* Layers are made anew when something else is chosen: the card that was open is then opened again. */
  function keepCard(layer) {
    function key(child) { return child.feature.properties.layer + "/" + child.feature.properties.id; }
    layer.on("popupopen", function (event) { layer._map.plannerCard = key(event.layer); });
    layer.on("popupclose", function () {
      if (layer._map.hasLayer(layer)) { layer._map.plannerCard = null; }
    });
    layer.on("add", function () {
      layer.eachLayer(function (child) {
        if (layer._map.plannerCard !== key(child)) { return; }
        var spot = child.getLatLng ? child.getLatLng() : child.getBounds().getCenter();
        child.fire("click", { latlng: spot }, true);
      });
    });
  }

  function badgeMarker(latlng, properties, node, options) {
    var icon = L.divIcon({ className: "planner-anchor", html: node, iconSize: null });
    var marker = L.marker(latlng, L.extend({ icon: icon, riseOnHover: true }, options));
    // Leaflet names only markers that are images for screen readers.
    marker.on("add", function () { marker.getElement().setAttribute("aria-label", properties.name); });
    return marker;
  }

  function outlines(data) {
    var weights = { kelurahan: 0.6, kecamatan: 2 };
    return L.featureGroup(Object.keys(data.outlines).map(function (level) {
      return L.geoJSON(data.outlines[level], {
        pane: "planner-outlines",
        interactive: false,
        style: { color: "#3b3f46", weight: weights[level], opacity: 0.75, fill: false }
      });
    }));
  }

  function shares(data) {
    return withFacts(L.geoJSON(data.features, {
      pane: "planner-areas",
      style: function (feature) {
        return { stroke: false, fillColor: feature.properties.colour, fillOpacity: 0.72 };
      }
    }), data);
  }

  function gaps(data) {
    return withFacts(L.geoJSON(data.features, {
      pane: "planner-gaps",
      style: { color: data.colour, weight: 1.5, fillColor: data.colour, fillOpacity: 0.08 }
    }), data);
  }

  /* The ground within a walk of one place. The map goes to a place that was not shown before, and stays otherwise. */
  function catchment(data) {
    var layer = withFacts(L.geoJSON(data.features, {
      pane: "planner-gaps",
      style: function (feature) {
        var colour = feature.properties.colour;
        return { color: colour, weight: 2.5, fillColor: colour, fillOpacity: 0.12 };
      }
    }), data);
    layer.on("add", function () {
      var map = layer._map;
      var bounds = layer.getBounds();
      if (map.plannerPlace === data.place || !bounds.isValid()) { return; }
      map.plannerPlace = data.place;
      map.fitBounds(bounds.pad(0.5), { animate: false });
    });
    return layer;
  }

  /* A label whose region is narrower than itself shows its sign alone. */
  function fitLabel(marker) {
    var node = marker.options.icon.options.html;
    var span = marker.feature.properties.span;
    var south = marker.getLatLng().lat;
    node.classList.remove("planner-short");
    var pixels = marker._map.project([south, span]).x - marker._map.project([south, 0]).x;
    node.classList.toggle("planner-short", node.offsetWidth > pixels);
  }

  function labels(data) {
    var layer = L.geoJSON(data.features || null, {
      pointToLayer: function (feature, latlng) {
        var node = element("span", "planner-label");
        node.appendChild(badge(feature.properties.sign, feature.properties.colour, "badge"));
        node.appendChild(element("span", "", feature.properties.name));
        return badgeMarker(latlng, feature.properties, node, { pane: "planner-labels" });
      }
    });
    function fitLabels() { layer.eachLayer(fitLabel); }
    layer.on("add", function () { layer._map.on("zoomend", fitLabels); fitLabels(); });
    layer.on("remove", function () { layer._map.off("zoomend", fitLabels); });
    return withFacts(layer, data);
  }

  /* The findings of one rule at a time; plannerChoose shows those of another rule, or of some statuses only. */
  function findings(data) {
    var layer = labels({ layer: data.layer, labels: data.labels });
    var part = null;
    function tellLegend() { if (part && layer._map) { layer._map.plannerLegend.show(part); } }
    function takeLegend() { if (part && layer._map) { layer._map.plannerLegend.hide(part); } }
    layer.plannerRules = data.rules;
    layer.plannerChoose = function (number, statuses) {
      var rule = data.rules[number];
      takeLegend();
      layer.clearLayers();
      if (!rule) { return; }
      rule.features.features.forEach(function (feature) {
        feature.properties.layer = data.layer;
        if (statuses.includes(feature.properties.status)) { layer.addData(feature); }
      });
      part = rule.legend;
      tellLegend();
      if (layer._map) { layer.eachLayer(fitLabel); }
    };
    layer.on("add", tellLegend);
    layer.on("remove", takeLegend);
    layer.plannerChoose(0, STATUSES);
    return layer;
  }

  /* Places that have a status can be shown by it. */
  function withStatuses(layer) {
    var all = layer.getLayers().filter(function (child) { return child.feature.properties.status; });
    if (all.length) {
      layer.plannerFilter = function (statuses) {
        all.forEach(function (child) {
          var wanted = statuses.includes(child.feature.properties.status);
          if (wanted !== layer.hasLayer(child)) { layer[wanted ? "addLayer" : "removeLayer"](child); }
        });
      };
    }
    return layer;
  }

  function facilities(data) {
    var radius = window.matchMedia("(pointer: coarse)").matches ? 8 : 5;
    return withStatuses(withFacts(L.geoJSON(data.features, {
      pointToLayer: function (feature, latlng) {
        var properties = feature.properties;
        if (properties.sign) {
          // Where badges overlap, those that say something lie on top.
          var offset = properties.shape === "hollow" ? 0 : 500;
          return badgeMarker(latlng, properties, badge(properties.sign, properties.colour || data.colour, properties.shape), { zIndexOffset: offset });
        }
        return L.circleMarker(latlng, {
          radius: radius, color: "#ffffff", weight: 1, fillColor: data.colour, fillOpacity: 0.95
        });
      }
    }), data));
  }

  function proposals(data) {
    return withFacts(L.geoJSON(data.features, {
      pointToLayer: function (feature, latlng) {
        var node = badge(feature.properties.sign, data.colour, feature.properties.shape);
        node.classList.add("planner-proposal");
        return badgeMarker(latlng, feature.properties, node, { zIndexOffset: 1000 });
      }
    }), data);
  }

  /* Places that a scenario changes. What it added can be dragged; where it was put is then told as a click on it. */
  function changes(data) {
    return withFacts(L.geoJSON(data.features, {
      pointToLayer: function (feature, latlng) {
        var properties = feature.properties;
        var node = badge(properties.sign, properties.colour, properties.shape);
        node.classList.add("planner-proposal");
        var options = { zIndexOffset: 1000, draggable: properties.draggable };
        var marker = badgeMarker(latlng, properties, node, options);
        marker.on("dragend", function () { marker.fire("click", { latlng: marker.getLatLng() }, true); });
        return marker;
      }
    }), data);
  }

  function demand(data) {
    var renderer = L.canvas({ pane: "planner-demand" });
    return withLegend(L.featureGroup(data.points.map(function (point) {
      return L.circleMarker([point[1], point[0]], {
        renderer: renderer,
        pane: "planner-demand",
        interactive: false,
        radius: Math.max(1, Math.sqrt(point[2]) / 4),
        stroke: false,
        fillColor: data.colour,
        fillOpacity: 0.45
      });
    })), data.legend);
  }

  return {
    create: create, outlines: outlines, shares: shares, gaps: gaps, catchment: catchment, labels: labels,
    findings: findings, facilities: facilities, proposals: proposals, changes: changes, demand: demand
  };
})();
