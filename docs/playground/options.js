// The options of the linter, as a form: which there are the linter says itself.

export class Options {
  #form;
  #chosen = {};
  #refusal = document.createElement("p");
  #opener;

  constructor(form, opener, changed) {
    this.#form = form;
    this.#opener = opener;
    this.#refusal.className = "refusal";
    this.#refusal.role = "alert";
    opener.addEventListener("click", () => this.#show(form.hidden));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", ({ target }) => {
      this.#chosen[target.name] = target.value;
      changed();
    });
  }

  /** Return what is chosen, by name; what was left alone is not in it. */
  values() {
    return Object.fromEntries(Object.entries(this.#chosen).filter(([, value]) => value !== ""));
  }

  set(chosen) {
    this.#chosen = { ...chosen };
    for (const field of this.#form.elements) field.value = this.#chosen[field.name] ?? field.dataset.default;
    this.#opener.classList.toggle("set", Object.keys(this.values()).length > 0);
  }

  /** Build the form, once, from the choices that there are. */
  offer(choices) {
    if (this.#form.elements.length || !choices) return;
    this.#form.append(...choices.map((choice) => this.#field(choice)), this.#refusal);
    this.set(this.#chosen);
  }

  /** Say what is wrong with what is chosen, or that nothing is. */
  refuse(text) {
    this.#opener.classList.toggle("set", Object.keys(this.values()).length > 0);
    this.#refusal.textContent = text;
    if (text) this.#show(true);
  }

  #show(visible) {
    this.#form.hidden = !visible;
    this.#opener.ariaExpanded = String(visible);
  }

  #field({ name, kind, values, initial }) {
    const field = document.createElement(kind === "choice" ? "select" : "input");
    field.name = name;
    field.dataset.default = initial;
    field.spellcheck = false;
    field.autocapitalize = "off";
    if (kind === "choice") field.append(...values.map((value) => new Option(value)));
    if (kind === "list") field.placeholder = values.length ? values.join(", ") : "separated by commas";
    if (kind === "number") field.inputMode = "numeric";
    const label = document.createElement("label");
    label.append(`fakeasync-${name} `, field);
    return label;
  }
}
