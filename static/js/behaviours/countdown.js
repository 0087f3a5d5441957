// How long something can still be undone; when the time is over, it goes. data-until is the moment, [data-left] the words.
export default function countdown(element) {
  const words = element.querySelector("[data-left]") ?? element;
  const until = Date.parse(element.dataset.until);
  const timer = setInterval(tick, 1000);
  const span = (seconds) => {
    if (seconds <= 90) return `${seconds} s`;
    return seconds <= 90 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
  };
  tick();

  function tick() {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (!element.isConnected || !(seconds > 0)) {
      clearInterval(timer);
      element.hidden = true;
      element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
      return;
    }
    words.textContent = `${span(seconds)} left`;
  }
}
