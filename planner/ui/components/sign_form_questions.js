// What is asked at one place: the answers, a photo, the day, the office and a note.

function questionsView(form) {
  const { data, draft } = form;
  const box = make("div", { class: "questions" });
  for (const question of data.questions) {
    if (question.fact === data.first || draft.answers[data.first] === "yes") box.append(questionView(form, question));
  }
  return box;
}

function questionView(form, question) {
  const buttons = question.answers.map(([value, label]) =>
    make(
      "button",
      {
        type: "button",
        "aria-pressed": String(form.draft.answers[question.fact] === value),
        "data-fact": question.fact,
        "data-value": value,
        onclick: () => form.answer(question.fact, value),
      },
      label,
    ),
  );
  const label = make("p", { id: `asks-${question.fact}`, class: "label" }, question.question);
  return make("div", { role: "group", "aria-labelledby": label.id }, label, make("div", { class: "answers" }, ...buttons));
}

function photoView(form) {
  const { words } = form.data;
  const chooser = make("input", { type: "file", accept: "image/*", capture: "environment", id: "sign-photo" });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    chooser.value = "";
    if (file) await form.takePhoto(file);
  });
  const box = make(
    "div",
    { class: "photo" },
    make("label", { for: "sign-photo", class: "button" }, form.photo ? words.photo_again : words.photo_take),
    chooser,
    make("p", { class: "note" }, words.photo_hint),
  );
  if (form.photo) {
    const remove = make("button", { type: "button", class: "quiet", onclick: () => form.removePhoto() }, words.photo_remove);
    box.append(make("img", { src: form.photo, alt: words.photo_alt }), remove);
  }
  return box;
}

function field(label, control, hint) {
  const told = hint ? make("span", { class: "note" }, hint) : null;
  return make("label", { class: "field" }, make("span", { class: "label" }, label), told, control);
}

function restView(form) {
  const { words, limits } = form.data;
  const write = (name) => (event) => form.write(name, event.target.value);
  return make(
    "div",
    {},
    field(
      words.date,
      make("input", { type: "date", value: form.draft.date, max: thisDay(), name: "date", oninput: write("date") }),
    ),
    field(
      words.office,
      make("input", {
        ...{ type: "text", value: form.draft.office, maxlength: limits.office, name: "office" },
        ...{ autocomplete: "organization", oninput: write("office") },
      }),
      words.office_hint,
    ),
    field(
      words.note,
      make("textarea", { rows: 2, value: form.draft.note, maxlength: limits.note, name: "note", oninput: write("note") }),
    ),
  );
}
