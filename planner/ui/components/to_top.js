// Brings the head of the page into sight; shown once for each thing that is said there.
export default function () {
  document.querySelector("[data-testid=stMain]")?.scrollTo({ top: 0 });
}
