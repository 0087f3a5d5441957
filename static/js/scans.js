// Scans stand in line until the server has answered each: one after another, every one with its own operation
// id. A line outlives the form it came from (a swap) and the page (a reload); it holds codes and ids, no names.
import { freshId } from "./ids.js";

const SOON = 1000;
const LATE = 15000;
const lines = new Map();

export function scanLine(key) {
  if (!lines.has(key)) lines.set(key, new ScanLine(key));
  return lines.get(key);
}

class ScanLine {
  constructor(key) {
    this.key = `scans:${key}`;
    this.waiting = JSON.parse(sessionStorage.getItem(this.key) ?? "[]");
    this.pause = SOON;
    addEventListener("online", () => this.move());
  }

  // `send` takes a scan and promises whether it was answered; `holds` says whether the line has to wait.
  serve(send, holds) {
    Object.assign(this, { send, holds });
    this.tell();
    this.move();
  }

  add(code) {
    this.waiting.push({ code, id: freshId() });
    this.tell();
    this.move();
  }

  async move() {
    if (this.sending || !this.waiting.length || this.holds()) return;
    this.sending = true;
    const answered = await this.send(this.waiting[0]);
    this.sending = false;
    if (answered) {
      this.waiting.shift();
      this.pause = SOON;
      this.tell();
      this.move();
    } else {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.move(), this.pause);
      this.pause = Math.min(this.pause * 2, LATE);
      this.tell();
    }
  }

  tell() {
    sessionStorage.setItem(this.key, JSON.stringify(this.waiting));
    document.dispatchEvent(new CustomEvent("scans:waiting", { detail: this.waiting.length }));
  }
}
