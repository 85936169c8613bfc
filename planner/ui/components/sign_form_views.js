// The bar that says what is kept and sent, the end of the form, and the list of what is still on this device.
const MOST_IN_A_FILE = 100;

function barView(form) {
  const { words } = form.data;
  const waiting = form.outbox.entries().length;
  const counts = [filled(words.on_device, { n: waiting })];
  if (!form.data.offline) counts.push(filled(words.sent, { n: form.sent.length }));
  const box = make("div", { role: "status" }, make("p", { class: "counts" }, counts.join(" · ")));
  if (!form.store.lasting) box.append(make("p", { class: "problem" }, words.not_lasting));
  if (form.trouble) box.append(make("p", { class: "problem" }, form.trouble));
  if (form.outbox.entries().some(({ versions }) => versions)) box.append(make("p", { class: "problem" }, words.choose_below));
  if (form.line === "offline") box.append(make("p", { class: "note" }, words.no_connection));
  if (form.line === "sending") box.append(make("p", { class: "note" }, words.sending));
  return box;
}

function endView(form) {
  return make(
    "div",
    {},
    form.problem ? make("p", { class: "problem", role: "alert" }, form.problem) : null,
    make("button", { type: "button", class: "main", onclick: () => form.save() }, form.data.words.save),
  );
}

function listView(form) {
  const { words } = form.data;
  const entries = form.outbox.entries();
  if (!entries.length) return "";
  const rows = entries.map((entry) => entryView(form, entry));
  const file = form.data.offline ? fileView(form, entries) : null;
  return make("div", {}, make("h2", {}, words.still_here), make("ul", { class: "waiting" }, ...rows), file);
}

function fileView(form, entries) {
  const { words } = form.data;
  const save = filled(words.save_file, { n: Math.min(entries.length, MOST_IN_A_FILE) });
  const filed = entries.filter((entry) => entry.filed).length;
  const discard = filled(words.discard_filed, { n: filed });
  return make(
    "div",
    {},
    make("p", { class: "note" }, words.save_file_hint),
    make("button", { type: "button", class: "main", onclick: () => form.saveFile() }, save),
    filed ? make("button", { type: "button", class: "quiet", onclick: () => form.discardFiled() }, discard) : null,
  );
}

function versionsView(form, { visit, versions }) {
  const { words } = form.data;
  const told = versions.map(({ what, theirs, mine, who }) =>
    make(
      "div",
      { class: "version" },
      make("span", { class: "name" }, what),
      make("span", {}, filled(words.theirs, { value: theirs })),
      make("span", { class: "note" }, who),
      make("span", {}, filled(words.mine, { value: mine })),
    ),
  );
  return make(
    "div",
    {},
    make("p", { class: "problem" }, words.differs),
    ...told,
    make(
      "div",
      { class: "answers" },
      make("button", { type: "button", onclick: () => form.keepTheirs(visit.id) }, words.keep_theirs),
      make("button", { type: "button", onclick: () => form.useMine(visit.id) }, words.use_mine),
    ),
  );
}

function entryView(form, { visit, problem, filed, versions }) {
  const { words } = form.data;
  return make(
    "li",
    {},
    make("span", { class: "name" }, visit.name),
    make("span", { class: "note" }, [visit.date, filed ? filled(words.in_file, { file: filed }) : null].filter(Boolean).join(" · ")),
    problem ? make("p", { class: "problem" }, problem) : null,
    versions ? versionsView(form, { visit, versions }) : null,
    make(
      "div",
      { class: "answers" },
      make("button", { type: "button", onclick: () => form.change(visit.id) }, words.change),
      make("button", { type: "button", onclick: () => form.discard(visit.id) }, words.discard),
    ),
  );
}
