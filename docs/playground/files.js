// The files of the project: names and texts, in the order of their tabs.

const SHAPE = /^[\p{L}\p{N}_.-]+(\/[\p{L}\p{N}_.-]+)*$/u;

/** Return what is wrong with a name beside others, empty if nothing is. */
export function nameProblem(name, others) {
  if (!SHAPE.test(name) || name.split("/").some((part) => /^\.+$/.test(part)))
    return `“${name}” is no name of a file: use one like shop/client.py`;
  if (others.includes(name)) return `There is a file “${name}” already`;
  const clash = others.find((other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`));
  return clash ? `“${name}” and “${clash}” cannot both exist: one would be a file and a folder` : "";
}

export class Files {
  #texts = new Map();
  active = "";

  names() {
    return [...this.#texts.keys()];
  }

  has(name) {
    return this.#texts.has(name);
  }

  text(name) {
    return this.#texts.get(name) ?? "";
  }

  write(name, text) {
    this.#texts.set(name, text);
  }

  remove(name) {
    this.#texts.delete(name);
  }

  /** Give a file another name and keep its place. */
  rename(name, wanted) {
    this.#texts = new Map([...this.#texts].map(([key, text]) => [key === name ? wanted : key, text]));
    if (this.active === name) this.active = wanted;
  }

  replace(contents) {
    this.#texts = new Map(Object.entries(contents));
    this.active = this.names()[0];
  }

  contents() {
    return Object.fromEntries(this.#texts);
  }
}
