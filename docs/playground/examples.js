// Examples to begin with, as `make site` has taken them from examples.md.

/** Fill the list of examples; call `chosen` with the one that is chosen. */
export async function loadExamples(list, chosen) {
  const examples = await (await fetch("examples.json")).json();
  list.append(...examples.map(({ name }, number) => new Option(name, number)));
  list.addEventListener("change", () => chosen(examples[list.value]));
  return examples;
}
