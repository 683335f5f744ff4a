// The worker as the page sees it: one question at a time, and of those that wait only the last.

export class Linter {
  #events;
  #worker;
  #waiting = null;
  #isBusy = false;

  constructor(events) {
    this.#events = events;
  }

  check(files, options) {
    this.#waiting = { files, options };
    if (!this.#isBusy) this.#next();
  }

  #next() {
    const question = this.#waiting;
    this.#waiting = null;
    this.#isBusy = question !== null;
    if (!question) return;
    if (!this.#worker) this.#start();
    this.#worker.postMessage(question);
  }

  #start() {
    this.#worker = new Worker("worker.js", { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#onMessage(data));
    this.#worker.addEventListener("error", (event) => this.#fail(event.message ?? "the worker did not start"));
  }

  #onMessage({ stage, answer, error }) {
    if (stage) return this.#events.stage(stage);
    if (error) return this.#fail(error);
    this.#events.answered(answer);
    this.#next();
  }

  /** Give this worker up: after a crash nothing in it can be relied on. */
  #fail(text) {
    this.#worker.terminate();
    this.#worker = null;
    this.#isBusy = false;
    this.#events.failed(text);
  }
}
