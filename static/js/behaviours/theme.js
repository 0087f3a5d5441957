// Light or dark, remembered in a cookie, so that the next page is already painted in it. data-cookie is its name.
const YEAR = 365 * 24 * 60 * 60;

export default function theme(button) {
  const { documentElement: page } = document;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = page.dataset.theme ? page.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.theme = dark ? "light" : "dark";
    document.cookie = `${button.dataset.cookie}=${page.dataset.theme};path=/;max-age=${YEAR};samesite=lax`;
  });
}
