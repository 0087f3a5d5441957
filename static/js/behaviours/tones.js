// What a picker hears, sees and feels: high and green for right, low and a buzz for wrong.
// Browsers keep silent before the first touch or key; from then on the sound is ready.
const RIGHT = { type: "sine", pitch: 1320, seconds: 0.12 };
const WRONG = { type: "square", pitch: 196, seconds: 0.5 };
let audio;

function wake() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
  } catch {
    // A tablet without sound still has the screen.
  }
}

function play({ type, pitch, seconds }) {
  wake();
  if (!audio) return;
  const oscillator = new OscillatorNode(audio, { type, frequency: pitch });
  const volume = new GainNode(audio, { gain: 0.25 });
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + seconds);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start();
  oscillator.stop(audio.currentTime + seconds);
}

function right() {
  play(RIGHT);
  document.body.dataset.flash = "right";
  setTimeout(() => delete document.body.dataset.flash, 180);
}

function wrong() {
  play(WRONG);
  navigator.vibrate?.([120, 60, 120]);
}

let listening = false;

export default function tones() {
  if (listening) return;
  listening = true;
  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, wake, { passive: true });
  document.addEventListener("scan:right", right);
  document.addEventListener("scan:wrong", wrong);
}
