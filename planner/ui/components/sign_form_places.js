// The choice of the place: the nearest ones, one by its name, or one that is in no list.
const SUGGESTIONS = 6;

function placeView(form) {
  if (form.draft.found) return newPlaceView(form);
  return form.draft.place ? chosenView(form) : choiceView(form);
}

function chosenView(form) {
  const { words } = form.data;
  const place = form.placeOf(form.draft.place) ?? { name: form.draft.name, kind: "", region: "", last: "" };
  return make(
    "div",
    { class: "chosen" },
    make("h2", {}, place.name),
    make("p", { class: "note" }, [place.kind, place.region].filter(Boolean).join(" · ")),
    place.last ? make("p", { class: "note" }, filled(words.recorded, { told: place.last })) : null,
    form.hasRecorded(form.draft) ? make("p", { class: "note", role: "status" }, words.again) : null,
    make("button", { type: "button", class: "quiet", onclick: () => form.choose(null) }, words.other_place),
  );
}

function choiceView(form) {
  const { words } = form.data;
  const list = make("ul", { class: "suggestions" });
  const search = make("input", {
    type: "search",
    name: "search",
    value: form.search,
    autocomplete: "off",
    oninput: (event) => {
      form.search = event.target.value;
      suggest(form, list);
    },
  });
  suggest(form, list);
  return make(
    "div",
    { class: "choice" },
    make("h2", {}, words.which_place),
    make("button", { type: "button", class: "locate", onclick: (event) => form.locate(event.currentTarget) }, words.near_me),
    form.told ? make("p", { class: "note", role: "status" }, form.told) : null,
    field(words.search, search),
    list,
    make("button", { type: "button", class: "quiet", onclick: () => form.describe() }, words.not_in_list),
  );
}

function suggest(form, list) {
  const { words } = form.data;
  const found = form.search.trim()
    ? namedPlaces(form.places, form.search, form.position)
    : nearestPlaces(form.position ? form.places : [], form.position, SUGGESTIONS);
  const rows = found.slice(0, SUGGESTIONS).map(({ place, metres }) => {
    const told = [metres === null ? null : filled(words.metres, { n: Math.round(metres) }), place.kind, place.region];
    const beside = make("span", { class: "note" }, told.filter(Boolean).join(" · "));
    const today = form.hasRecorded({ place: place.id, date: thisDay() }) ? make("span", { class: "done" }, words.just_recorded) : null;
    const last = place.last && !today ? make("span", { class: "note" }, filled(words.recorded, { told: place.last })) : null;
    const name = make("span", { class: "name" }, place.name);
    return make("li", {}, make("button", { type: "button", onclick: () => form.choose(place.id) }, name, beside, today, last));
  });
  if (found.length > SUGGESTIONS) rows.push(make("li", { class: "note" }, filled(words.more, { n: found.length - SUGGESTIONS })));
  if (!rows.length && form.search.trim()) rows.push(make("li", { class: "note" }, words.none_found));
  list.replaceChildren(...rows);
}

function newPlaceView(form) {
  const { words, kinds, limits } = form.data;
  const { found } = form.draft;
  const name = make("input", {
    ...{ type: "text", name: "place_name", value: form.draft.name, maxlength: limits.place_name },
    oninput: (event) => form.write("name", event.target.value),
  });
  const where = make("input", {
    ...{ type: "text", name: "where", value: found.where, maxlength: 60 },
    oninput: (event) => form.writeFound("where", event.target.value),
  });
  const options = kinds.map(([value, label]) => make("option", { value }, label));
  const kind = make("select", { name: "kind", onchange: (event) => form.writeFound("kind", event.target.value) }, ...options);
  kind.value = found.kind;
  return make(
    "div",
    { class: "chosen" },
    make("h2", {}, words.new_place),
    field(words.place_name, name),
    field(words.kind, kind),
    field(words.where, where),
    make("button", { type: "button", class: "locate", onclick: (event) => form.locate(event.currentTarget) }, words.use_position),
    form.told ? make("p", { class: "note", role: "status" }, form.told) : null,
    make("button", { type: "button", class: "quiet", onclick: () => form.choose(null) }, words.other_place),
  );
}
