// The editor: one state for each file, so that each keeps its history, its place and its underlines.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** Return where a line, from 1, and a column in characters, from 0, are; without a column, where its code begins. */
function position(doc, line, column) {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = column === undefined ? /^\s*/.exec(text)[0] : Array.from(text).slice(0, column).join("");
  return from + before.length;
}

/** Return the range of a place: to its end, or to the end of its line where that is not known. */
function range(doc, { line, column, endLine, endColumn }) {
  const from = position(doc, line, column);
  const to = endLine ? position(doc, endLine, endColumn) : doc.lineAt(from).to;
  return { from, to: Math.max(from, to) };
}

export class Editor {
  #view;
  #states = new Map();
  #name = "";
  #answer = { reports: [], broken: [] };
  #extensions;

  constructor(parent, events) {
    const checkNow = {
      key: "Mod-Enter",
      run: () => {
        events.checkNow();
        return true;
      },
    };
    this.#extensions = [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("    "),
      bracketMatching(),
      python(),
      syntaxHighlighting(classHighlighter),
      lintGutter(),
      EditorView.contentAttributes.of({ "aria-label": "Code" }),
      keymap.of([checkNow, ...lintKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) events.changed(update.state.doc.toString());
      }),
    ];
    this.#view = new EditorView({ parent });
  }

  /** Show a file: as it was left, or with this text. */
  open(name, text) {
    if (this.#name) this.#states.set(this.#name, this.#view.state);
    const kept = this.#states.get(name);
    const isKept = kept?.doc.toString() === text;
    this.#name = name;
    this.#view.setState(isKept ? kept : EditorState.create({ doc: text, extensions: this.#extensions }));
    this.#underline();
  }

  /** Forget all files: others are coming. */
  forget() {
    this.#states.clear();
    this.#name = "";
    this.#answer = { reports: [], broken: [] };
  }

  /** Underline what an answer says of the file that is shown. */
  mark(answer) {
    this.#answer = answer;
    this.#underline();
  }

  #underline() {
    const { state } = this.#view;
    const here = ({ file }) => file === this.#name;
    const reports = this.#answer.reports.filter(here).map((report) => ({
      ...range(state.doc, report),
      severity: "warning",
      source: report.code,
      message: report.message,
    }));
    const broken = this.#answer.broken.filter(here).map((place) => ({
      ...range(state.doc, place),
      severity: "error",
      source: "Python",
      message: place.message,
    }));
    this.#view.dispatch(setDiagnostics(state, [...broken, ...reports]));
  }

  /** Select a place of the file that is shown, bring it into view and leave the keyboard there. */
  select(place) {
    const { from, to } = range(this.#view.state.doc, place);
    this.#view.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    this.#view.focus();
  }

  /** Replace ranges of the file that is shown, as one step of its history. */
  replace(edits) {
    const { doc } = this.#view.state;
    this.#view.dispatch({ changes: edits.map((edit) => ({ ...range(doc, edit), insert: edit.text })) });
    this.#view.focus();
  }
}
