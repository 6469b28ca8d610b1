/* What the page does by itself: it passes clicks on, keeps the open number marked, and scrolls. It stores nothing. */
window.kengash = (() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = () => (calm() ? "auto" : "smooth");
  const narrow = () => window.matchMedia("(max-width: 900px)").matches;

  const markTab = () => {
    const tab = document.body.dataset.tab;
    all("[data-tab-button]").forEach((button) => {
      if (button.dataset.tabButton === tab) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    });
  };

  const show = (tab) => {
    document.body.dataset.tab = tab;
    markTab();
    window.scrollTo({ top: 0 });
  };

  const fill = (text) => {
    const box = one("#k-question textarea, #k-question input");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
    box.setSelectionRange(text.length, text.length);
  };

  const ask = (text) => {
    show("ask");
    fill(text);
    window.setTimeout(() => one("#k-send").click(), 50);
  };

  /* The number whose source is open stays coloured, whatever is drawn anew. */
  const markOpen = () => {
    const open = one(".k-pane")?.dataset.open ?? "";
    all(".k-chip").forEach((chip) => {
      const is = open.startsWith(`${chip.dataset.of}:${chip.dataset.n}:`);
      chip.classList.toggle("k-open", is);
      chip.setAttribute("aria-pressed", String(is));
    });
  };

  let opened = "";
  let followed = false;
  const toQuote = () => {
    const pane = one(".k-pane");
    if (!pane || pane.dataset.open === opened) return;
    opened = pane.dataset.open;
    const text = one(".k-document", pane);
    const mark = one("mark", pane);
    if (text) {
      const at = mark ? mark.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop : 0;
      text.scrollTop = Math.max(0, at - text.clientHeight / 4);
    }
    if (followed && narrow()) {
      (mark ?? pane).scrollIntoView({ behavior: behavior(), block: mark ? "center" : "start" });
    }
    followed = false;
  };

  let turn = "";
  const toNewest = () => {
    const newest = one("#k-current .k-turn");
    if (!newest || newest.dataset.turn === turn) return;
    turn = newest.dataset.turn;
    newest.scrollIntoView({ behavior: behavior(), block: "start" });
  };

  /* A choice that was taken off on the server must also show as taken off here. */
  const sync = (element) =>
    all("[data-value]", element).forEach((field) => {
      if (field.value !== field.dataset.value) field.value = field.dataset.value;
    });

  const drawn = (element) => {
    sync(element);
    markTab();
    markOpen();
    toQuote();
    toNewest();
    const page = one("[data-page-language]");
    if (page) {
      document.documentElement.lang = page.dataset.pageLanguage;
      document.title = page.dataset.pageTitle;
    }
  };

  const onClick = (event, trigger) => {
    const button = event.target.closest("button, a.k-title");
    if (!button || button.disabled) return;
    if (button.tagName === "A") event.preventDefault();
    const data = button.dataset;
    if (data.ask !== undefined) ask(data.ask);
    else if (data.fill !== undefined) fill(data.fill);
    else if (data.tab !== undefined || data.tabButton !== undefined) show(data.tab ?? data.tabButton);
    else if (data.back !== undefined) one(`.k-turn[data-turn="${Number(data.back)}"] .k-chip.k-open`)?.focus();
    else if (data.language !== undefined) {
      const address = new URL(window.location.href);
      address.searchParams.set("lang", data.language);
      window.history.replaceState(null, "", address);
      trigger("select", { language: data.language });
    } else if (data.clear !== undefined) trigger("input", { name: data.clear, value: "" });
    else if (data.more !== undefined) trigger("select", { more: data.more });
    else if (data.n !== undefined) {
      followed = true;
      trigger("select", { turn: Number(data.of), n: Number(data.n) });
    } else if (data.document !== undefined) {
      followed = true;
      trigger("select", { document: data.document });
    }
  };

  const onChange = (event, trigger) => {
    const field = event.target.closest("[data-filter]");
    if (field) trigger("input", { name: field.dataset.filter, value: field.value });
  };

  /* One listener for every drawn part of the page; Python hears `select` and `input`. */
  const attach = (element, trigger, watch) => {
    element.addEventListener("click", (event) => onClick(event, trigger));
    element.addEventListener("change", (event) => onChange(event, trigger));
    watch("value", () => drawn(element));
    if (!document.body.dataset.tab) {
      show("ask");
      if (!narrow()) window.setTimeout(() => one("#k-question textarea")?.focus({ preventScroll: true }), 0);
    }
    drawn(element);
  };

  /* Files dropped on the page go the way of files that were chosen. */
  const drop = (event) => {
    const zone = event.target.closest?.("#k-upload");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("k-over", event.type === "dragover");
    if (event.type !== "drop" || !event.dataTransfer.files.length) return;
    const input = one("input[type=file]", zone);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  ["dragover", "dragleave", "drop"].forEach((type) => document.addEventListener(type, drop));

  return { attach };
})();
