// The list of reports: where, what, the call path step by step, and what can be repaired.

const KINDS = { safe: "Fix", unsafe: "Fix that may change what the code does", shown: "Idea" };

/** Return an answer in one line. */
export function describe(answer) {
  if (answer.refusal) return "Not checked: see the options";
  const count = (number, word) => `${number || "No"} ${word}${number === 1 ? "" : "s"}`;
  const broken = answer.broken.length ? `, ${count(answer.broken.length, "file")} not parsed` : "";
  const milliseconds = Math.round(answer.seconds * 1000);
  return `${count(answer.reports.length, "report")}${broken} · ${milliseconds} ms · ${answer.versions}`;
}

export class Reports {
  #root;
  #events;
  #marked = "";

  constructor(root, events) {
    this.#root = root;
    this.#events = events;
  }

  draw(answer, severalFiles) {
    const place = ({ file, line }) => (severalFiles ? `${file}:${line}` : `Line ${line}`);
    const items = [
      ...answer.broken.map((broken) => this.#broken(broken, place)),
      ...answer.reports.map((report) => this.#report(report, place)),
    ];
    this.#root.replaceChildren(...items);
  }

  /** Show which report it is whose page is shown. */
  mark(report) {
    this.#marked = key(report);
    for (const item of this.#root.children) item.classList.toggle("marked", item.dataset.key === this.#marked);
  }

  #broken(broken, place) {
    const text = make("p", `This file is not checked: ${broken.message}`);
    return make("li", button(place(broken), "where", () => this.#events.shown(broken)), text);
  }

  #report(report, place) {
    const show = () => {
      this.#events.explained(report);
      this.#events.shown(report);
    };
    const code = button(report.code, "code", () => this.#events.explained(report));
    code.title = `${report.name}: show the page of this rule`;
    const item = make("li", button(place(report), "where", show), " ", code, make("p", ...linked(report.message)));
    item.dataset.key = key(report);
    item.classList.toggle("marked", item.dataset.key === this.#marked);
    if (report.frames.length) item.append(this.#path(report));
    item.append(...report.fixes.map((fix) => this.#fix(report, fix)));
    return item;
  }

  #path(report) {
    const steps = report.frames.map((frame) =>
      make("li", button(`${frame.file}:${frame.line}`, "where", () => this.#events.shown(frame)), ` ${frame.function}`),
    );
    const path = make("ol", ...steps);
    path.className = "path";
    path.ariaLabel = "Call path";
    return path;
  }

  #fix(report, fix) {
    const indentation = Math.min(...fix.diff.map(({ text }) => text.search(/\S|$/)));
    const lines = fix.diff.map(({ sign, text }) =>
      make(sign === "-" ? "del" : "ins", `${sign} ${text.slice(indentation)}\n`),
    );
    const shown = make("details", make("summary", `${KINDS[fix.applicability]}: ${fix.title}`), make("pre", ...lines));
    if (fix.applicability !== "shown") shown.append(button("Apply", "", () => this.#events.fixed(report, fix)));
    return shown;
  }
}

const key = (report) => `${report.file} ${report.code} ${report.message}`;

function make(tag, ...content) {
  const made = document.createElement(tag);
  made.append(...content);
  return made;
}

function button(text, name, act) {
  const made = make("button", text);
  made.type = "button";
  made.className = name;
  made.addEventListener("click", act);
  return made;
}

/** Return a text with its addresses as links. */
function linked(text) {
  return text.split(/(https:\/\/[^\s()]+)/).map((part, number) => {
    if (number % 2 === 0) return part;
    const link = make("a", part.replace("https://", ""));
    Object.assign(link, { href: part, target: "_blank", rel: "noopener" });
    return link;
  });
}
