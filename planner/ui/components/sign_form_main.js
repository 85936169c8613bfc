// The form of the survey of signs. Nothing waits for a connection: what is entered is kept here first, and sent on when it can be.

function emptyDraft(office) {
  return { place: null, found: null, name: "", answers: {}, date: thisDay(), office, note: "", replaces: null, seen: null };
}

class SignForm {
  constructor(root, data, store, outbox) {
    Object.assign(this, { root, data, store, outbox, search: "", told: "", problem: "", position: null, photo: null, line: "idle" });
    this.draft = emptyDraft("");
    this.sent = [];
    this.parts = Object.fromEntries(["bar", "place", "asked", "rest", "end", "list"].map((name) => [name, make("div", { class: name })]));
    this.renew(data);
  }

  // Takes over what a former visit of this page left behind.
  async restore() {
    this.draft = { ...this.draft, office: (await this.store.get("office")) ?? "", ...(await this.store.get("draft")) };
    this.photo = (await this.store.get("photo")) ?? null;
    this.sent = ((await this.store.get("sent")) ?? []).filter((one) => one.day === thisDay());
    this.root.replaceChildren(...Object.values(this.parts));
    this.show();
  }

  renew(data) {
    this.data = data;
    this.places = data.places.map(([id, name, kind, lon, lat, region, last]) => ({
      ...{ id, name, lon, lat, region, last },
      kind: data.kind_labels[kind] ?? "",
      called: plainLetters(`${name} ${region}`),
    }));
    this.byId = new Map(this.places.map((place) => [place.id, place]));
  }

  placeOf(id) {
    return this.byId.get(id);
  }

  hasRecorded({ place, date, replaces }) {
    const waiting = this.outbox.entries().some(({ visit }) => visit.place === place && visit.date === date && visit.id !== replaces);
    return waiting || this.sent.some((one) => one.place === place && one.date === date);
  }

  show(...names) {
    const { place, found } = this.draft;
    const views = {
      bar: () => barView(this),
      place: () => placeView(this),
      asked: () => (place || found ? make("div", {}, questionsView(this), photoView(this)) : ""),
      rest: () => (place || found ? restView(this) : ""),
      end: () => (place || found ? endView(this) : this.problem ? make("p", { class: "problem", role: "alert" }, this.problem) : ""),
      list: () => listView(this),
    };
    for (const name of names.length ? names : Object.keys(views)) this.parts[name].replaceChildren(views[name]());
  }

  // Keeps something, or says plainly that the browser has no room for it.
  async keep(work) {
    try {
      await work();
      return true;
    } catch {
      this.problem = this.data.words.no_room;
      this.show("end");
      return false;
    }
  }

  async changed() {
    await this.keep(() => this.store.put("draft", this.draft));
  }

  async choose(id) {
    Object.assign(this.draft, { place: id, found: null, name: id ? (this.placeOf(id)?.name ?? "") : "", seen: this.data.seen });
    [this.search, this.told, this.problem] = ["", "", ""];
    await this.changed();
    this.show();
    this.root.scrollIntoView({ block: "start" });
  }

  async describe() {
    const where = this.position ? `${this.position.lat.toFixed(5)}, ${this.position.lon.toFixed(5)}` : "";
    Object.assign(this.draft, { place: null, found: { kind: this.data.kinds[0][0], where }, name: this.search.trim(), seen: this.data.seen });
    this.told = "";
    await this.changed();
    this.show();
  }

  async answer(fact, value) {
    const { answers } = this.draft;
    if (answers[fact] === value) delete answers[fact];
    else answers[fact] = value;
    this.show("asked");
    this.root.querySelector(`[data-fact="${fact}"][data-value="${value}"]`)?.focus({ preventScroll: true });
    await this.changed();
  }

  async write(name, value) {
    this.draft[name] = value;
    await this.changed();
    if (name === "office") await this.keep(() => this.store.put("office", value));
  }

  async writeFound(name, value) {
    this.draft.found[name] = value;
    await this.changed();
  }

  async locate(button) {
    const { words } = this.data;
    button.disabled = true;
    try {
      this.position = await whereIAm();
      this.told = filled(words.accuracy, { n: Math.round(this.position.accuracyM) });
      if (this.draft.found) await this.writeFound("where", `${this.position.lat.toFixed(5)}, ${this.position.lon.toFixed(5)}`);
      this.search = "";
    } catch (why) {
      this.told = words[why] ?? words.unavailable;
    }
    this.show("place");
  }

  async takePhoto(file) {
    this.problem = "";
    try {
      const photo = await smallPhoto(file, this.data.longest_pixels);
      if (await this.keep(() => this.store.put("photo", photo))) this.photo = photo;
    } catch {
      this.problem = filled(this.data.words.no_picture, { file: file.name });
    }
    this.show("asked", "end");
  }

  async removePhoto() {
    this.photo = null;
    await this.keep(() => this.store.drop("photo"));
    this.show("asked");
  }

  // Says what is missing; nothing if the visit can be saved.
  missing() {
    const { words } = this.data;
    const { place, found, name, date, office } = this.draft;
    if (!place && (!name.trim() || !readPosition(found.where))) return words.describe_place;
    if (!Object.keys(this.answered()).length && !this.photo) return words.nothing_filled;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return words.no_date;
    if (date > thisDay()) return words.future;
    return office.trim() ? "" : words.no_office;
  }

  // The answers to what is asked now: without a sign, nothing more is asked of it.
  answered() {
    const { answers } = this.draft;
    const { first } = this.data;
    if (answers[first] === "yes") return { ...answers };
    return first in answers ? { [first]: answers[first] } : {};
  }

  visit() {
    const { place, found, name, date, office, note, seen } = this.draft;
    const position = found ? { kind: found.kind, ...readPosition(found.where) } : null;
    const where = { place, found: position, name: name.trim() };
    const told = { date, office: office.trim(), note, answers: this.answered(), photo: this.photo };
    return { id: randomName(), ...where, ...told, seen: seen ?? this.data.seen ?? null };
  }

  async save() {
    this.problem = this.missing();
    if (this.problem) {
      this.show("end");
      return;
    }
    const { replaces, office } = this.draft;
    const visit = this.visit();
    if (this.saving) return;
    this.saving = true;
    const kept = await this.keep(() => this.outbox.put({ visit, order: Date.now() }));
    if (kept) await this.afterSaving(visit, replaces, office);
    // Whatever the browser answers: where it may, it now keeps this also when the phone runs out of room.
    navigator.storage?.persist?.();
    this.saving = false;
  }

  async afterSaving(visit, replaces, office) {
    await this.keep(async () => {
      if (replaces) await this.outbox.drop(replaces);
      this.draft = emptyDraft(office);
      await this.store.put("draft", this.draft);
      await this.store.drop("photo");
    });
    this.photo = null;
    this.told = filled(this.data.words.kept, { place: visit.name });
    this.show();
    this.root.scrollIntoView({ block: "start" });
    this.sending?.look();
  }

  // Opens a visit that is still here; it is not sent while it is being changed.
  async change(id) {
    const { visit } = this.outbox.get(id);
    const found = visit.found ? { kind: visit.found.kind, where: `${visit.found.lat}, ${visit.found.lon}` } : null;
    this.draft = { ...visit, found, answers: { ...visit.answers }, replaces: id };
    delete this.draft.photo;
    delete this.draft.id;
    this.photo = visit.photo;
    await this.changed();
    await this.keep(() => (this.photo ? this.store.put("photo", this.photo) : this.store.drop("photo")));
    [this.problem, this.told] = ["", ""];
    this.show();
    this.root.scrollIntoView({ block: "start" });
  }

  async discard(id) {
    const { visit } = this.outbox.get(id);
    if (!window.confirm(filled(this.data.words.really_discard, { place: visit.name }))) return;
    await this.outbox.drop(id);
    if (this.draft.replaces === id) this.draft.replaces = null;
    this.show("bar", "list");
  }

  async received({ receipts, problem }) {
    for (const { id, problem: why, versions, revision } of receipts ?? []) {
      const entry = this.outbox.get(id);
      if (!entry) continue;
      if (why) {
        await this.outbox.put({ ...entry, problem: why });
      } else if (versions?.length) {
        await this.outbox.put({ ...entry, versions, revision });
      } else {
        const { place, name, date } = entry.visit;
        this.sent.push({ id, place, name, date, day: thisDay() });
        await this.store.put("sent", this.sent);
        await this.outbox.drop(id);
      }
    }
    this.trouble = problem ?? "";
    this.show("bar", "list");
  }

  // Of what somebody else answered otherwise meanwhile, the answer of this phone holds.
  async useMine(id) {
    const { visit, order, revision } = this.outbox.get(id);
    await this.outbox.put({ visit: { ...visit, seen: revision }, order });
    this.show("bar", "list");
    this.sending?.look();
  }

  // The other answer stays; what nobody else answered is still sent. Without its sign, a visit says nothing more of it.
  async keepTheirs(id) {
    const { visit, order, versions, revision } = this.outbox.get(id);
    const left = versions.map(({ fact }) => fact);
    const answers = Object.fromEntries(Object.entries(visit.answers).filter(([fact]) => !left.includes(fact)));
    if (left.includes(this.data.first) || (!Object.keys(answers).length && !visit.photo)) await this.outbox.drop(id);
    else await this.outbox.put({ visit: { ...visit, answers, seen: revision }, order });
    this.show("bar", "list");
    this.sending?.look();
  }

  lineIs(line) {
    if (this.line === line) return;
    this.line = line;
    this.show("bar");
  }
}
