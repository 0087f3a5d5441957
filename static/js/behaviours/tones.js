// What a picker hears and feels: high for right, low for wrong. No sound before the first touch, as browsers demand.
let context;

export function tone(right) {
  try {
    context ??= new AudioContext();
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.type = right ? "sine" : "square";
    oscillator.frequency.value = right ? 1320 : 196;
    volume.gain.setValueAtTime(0.25, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + (right ? 0.12 : 0.5));
    oscillator.connect(volume).connect(context.destination);
    oscillator.start();
    oscillator.stop(context.currentTime + (right ? 0.12 : 0.5));
  } catch {
    // A tablet without sound still has the screen.
  }
  if (!right) navigator.vibrate?.([120, 60, 120]);
}

export default function tones() {
  document.addEventListener("scan:right", () => tone(true));
  document.addEventListener("scan:wrong", () => tone(false));
}
