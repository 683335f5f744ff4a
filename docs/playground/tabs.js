// The tabs above the editor: open, add, rename and delete files.
import { nameProblem } from "./files.js";

export class Tabs {
  #root;
  #files;
  #events;
  #counts = new Map();

  constructor(root, files, events) {
    this.#root = root;
    this.#files = files;
    this.#events = events;
  }

  /** Show how many reports each file has. */
  count(answer) {
    this.#counts = new Map();
    for (const { file } of [...answer.reports, ...answer.broken])
      this.#counts.set(file, (this.#counts.get(file) ?? 0) + 1);
    this.draw();
  }

  draw() {
    const hadFocus = this.#root.contains(document.activeElement) && document.activeElement.role === "tab";
    const list = document.createElement("div");
    list.role = "tablist";
    list.ariaLabel = "Files";
    list.append(...this.#files.names().map((name) => this.#tab(name)));
    list.addEventListener("keydown", (event) => this.#onKey(event));
    const more = this.#files.names().length > 1;
    this.#root.replaceChildren(
      list,
      this.#button("+", "Add a file", () => this.#add()),
      this.#button("✎", "Rename this file", () => this.#rename()),
      ...(more ? [this.#button("×", "Delete this file", () => this.#delete())] : []),
    );
    if (hadFocus) this.#focus();
  }

  #tab(name) {
    const tab = document.createElement("button");
    const active = name === this.#files.active;
    tab.type = "button";
    tab.role = "tab";
    tab.ariaSelected = String(active);
    tab.tabIndex = active ? 0 : -1;
    tab.setAttribute("aria-controls", "editor");
    tab.textContent = name;
    const count = this.#counts.get(name);
    if (count) {
      const badge = document.createElement("span");
      badge.className = "badge";
      badge.textContent = count;
      badge.ariaLabel = `${count} reports`;
      tab.append(" ", badge);
    }
    tab.addEventListener("click", () => this.#events.opened(name));
    tab.addEventListener("dblclick", () => this.#rename());
    return tab;
  }

  #button(text, label, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon";
    button.textContent = text;
    button.title = button.ariaLabel = label;
    button.addEventListener("click", act);
    return button;
  }

  #onKey(event) {
    const names = this.#files.names();
    const here = names.indexOf(this.#files.active);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: names.length - 1 }[event.key];
    if (event.key === "F2") this.#rename();
    else if (event.key === "Delete" && names.length > 1) this.#delete();
    else if (next === undefined) return;
    else this.#events.opened(names[(next + names.length) % names.length]);
    event.preventDefault();
    this.#focus();
  }

  #focus() {
    this.#root.querySelector("[aria-selected=true]")?.focus();
  }

  /** Ask for a name; empty if it was not given or cannot be used. */
  #ask(question, proposed, others) {
    const name = (prompt(question, proposed) ?? "").trim();
    const problem = name && nameProblem(name, others);
    this.#events.refused(problem);
    return problem ? "" : name;
  }

  #add() {
    const names = this.#files.names();
    let number = 1;
    while (names.includes(`module${number}.py`)) number += 1;
    const name = this.#ask("Name of the new file", `module${number}.py`, names);
    if (!name) return;
    this.#files.write(name, "");
    this.#events.opened(name);
    this.#events.changed();
  }

  #rename() {
    const { active } = this.#files;
    const others = this.#files.names().filter((name) => name !== active);
    const name = this.#ask(`New name of ${active}`, active, others);
    if (!name || name === active) return;
    this.#files.rename(active, name);
    this.#events.opened(name);
    this.#events.changed();
  }

  #delete() {
    const { active } = this.#files;
    if (this.#files.text(active).trim() && !confirm(`Delete ${active}?`)) return;
    this.#files.remove(active);
    this.#events.opened(this.#files.names()[0]);
    this.#events.changed();
  }
}
