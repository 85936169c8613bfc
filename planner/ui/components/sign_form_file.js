// Without network: the same form as a page of its own, which saves its visits as a file to hand in.
SignForm.prototype.saveFile = async function () {
  // What was in no file yet comes first; what was handed in twice is kept once.
  const entries = this.outbox.entries().sort((one, other) => Boolean(one.filed) - Boolean(other.filed));
  entries.splice(MOST_IN_A_FILE);
  const file = `sign-visits-${thisDay()}-${randomName().slice(0, 6)}.json`;
  const written = JSON.stringify({ ...this.data.file, city: this.data.city, visits: entries.map(({ visit }) => visit) });
  const link = make("a", { href: URL.createObjectURL(new Blob([written], { type: "application/json" })), download: file });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  for (const entry of entries) await this.outbox.put({ ...entry, filed: file });
  this.show("bar", "list");
};

SignForm.prototype.discardFiled = async function () {
  if (!window.confirm(this.data.words.really_arrived)) return;
  for (const { visit } of this.outbox.entries().filter((entry) => entry.filed)) await this.outbox.drop(visit.id);
  this.show("bar", "list");
};

(async () => {
  const data = JSON.parse(document.getElementById("sign-data").textContent);
  const store = await openStore(`planner-signs-file-${data.city}`);
  const form = new SignForm(document.querySelector(".sign-form"), data, store, await openOutbox(store));
  await form.restore();
})();
