/* What the page does by itself: it passes on what is done, keeps the open number marked, and scrolls.
   It stores nothing. */
window.kengash = (() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = () => (calm() ? "auto" : "smooth");
  const narrow = () => window.matchMedia("(max-width: 900px)").matches;
  const FIRST = "ask";
  let toHead = () => {};
  let toFilters = () => {};
  /* What is done before the page is drawn for its visitor waits for that, or it would be drawn over. */
  let ready;
  const loaded = new Promise((resolve) => {
    ready = () => {
      document.body.dataset.loaded = "";
      resolve();
    };
  });
  const afterLoading = (...given) => loaded.then(() => given);

  const markTab = () => {
    const tab = document.body.dataset.tab;
    all("[data-do=tab]").forEach((button) => {
      if (button.dataset.tab === tab) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    });
    /* Sideways alone: scrollIntoView would take the page to its head whenever a part is drawn. */
    const on = one("nav [aria-current]");
    const nav = on?.closest("nav");
    if (nav) nav.scrollLeft = on.offsetLeft - nav.offsetLeft - (nav.clientWidth - on.offsetWidth) / 2;
  };

  const show = (tab, data = { do: "tab", tab }) => {
    document.body.dataset.tab = tab;
    markTab();
    window.scrollTo({ top: 0 });
    toHead("select", data);
  };

  const type = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const fill = (text) => {
    show(FIRST);
    const box = one("#k-question textarea, #k-question input");
    type(box, text);
    box.focus();
    box.setSelectionRange(text.length, text.length);
  };

  const ask = (text) => {
    fill(text);
    window.setTimeout(() => one("#k-send").click(), 50);
  };

  /* A sentence in passing, drawn here or by the server; it leaves by itself unless something can be done in it. */
  let leaving = 0;
  const quiet = () => {
    const toast = one(".k-toast");
    if (toast) toast.hidden = true;
  };
  const noticed = (toast) => {
    window.clearTimeout(leaving);
    if (toast && !one("[data-do]:not(.k-close)", toast)) leaving = window.setTimeout(quiet, 8000);
  };
  const say = (words) => {
    const part = one("#k-toast .prose, #k-toast .html-container, #k-toast");
    const toast = document.createElement("div");
    toast.className = "k-toast";
    toast.setAttribute("role", "status");
    toast.textContent = words;
    all(".k-toast").forEach((old) => { old.hidden = true; });
    part.append(toast);
    noticed(toast);
    window.setTimeout(() => toast.remove(), 8000);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      /* Off this machine and without https a browser has no clipboard to give. */
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    say(one("[data-copied]").dataset.copied);
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
  /* The place that the visitor opened last: the first source of an answer may come behind it, and stays out. */
  let held = null;
  const toQuote = () => {
    const pane = one(".k-pane");
    if (!pane || (pane.dataset.open === opened && !followed)) return;
    opened = pane.dataset.open;
    if (held?.again && !opened.startsWith(held.place)) {
      held.again = false;
      held.open();
    }
    const text = one(".k-document", pane);
    const mark = one("mark, .k-box", pane);
    if (text) {
      const at = mark ? mark.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop : 0;
      text.scrollTop = Math.max(0, at - text.clientHeight / 4);
    }
    if (followed && narrow()) {
      (mark ?? pane).scrollIntoView({ behavior: behavior(), block: mark ? "center" : "start" });
    }
    followed = false;
  };

  /* A new question goes to the top, once the turn before it has its place above. */
  let turn = "";
  const toNewest = () => {
    const newest = one("#k-current .k-turn");
    if (!newest || newest.dataset.turn === turn) return;
    if (all("#k-past .k-turn").length !== Number(newest.dataset.turn)) return;
    turn = newest.dataset.turn;
    held = null;
    newest.scrollIntoView({ behavior: behavior(), block: "start" });
  };

  /* What a click brings up is brought into sight, once. */
  const brought = {};
  const toShown = (element) =>
    all("[data-scroll]", element).forEach((part) => {
      if (brought[element.closest("[id]")?.id] !== undefined && brought[element.closest("[id]")?.id] !== part.dataset.scroll) {
        part.scrollIntoView({ behavior: behavior(), block: "nearest" });
      }
      brought[element.closest("[id]")?.id] = part.dataset.scroll;
    });

  /* A choice that was taken off on the server must also show as taken off here. */
  const sync = (element) =>
    all("[data-value]", element).forEach((field) => {
      if (field.value !== field.dataset.value) field.value = field.dataset.value;
    });

  let had = "";
  const handOut = () => {
    const file = one("#k-handed a[download]");
    if (!file || file.dataset.file === had) return;
    had = file.dataset.file;
    file.click();
  };

  /* A hint at what is pointed at or reached by keyboard; it stays while it is pointed at, Esc closes it. */
  const tip = document.createElement("div");
  tip.id = "k-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let tipped = null;
  const untip = () => {
    tip.hidden = true;
    tipped?.removeAttribute("aria-describedby");
    tipped = null;
  };
  const hint = (event) => {
    const part = event.target.closest?.("[data-tip]");
    if (part === tipped && part) return;
    if (event.target.closest?.("#k-tip")) return;
    untip();
    if (!part) return;
    tipped = part;
    tip.textContent = part.dataset.tip;
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = false;
    part.setAttribute("aria-describedby", tip.id);
    const at = part.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left - 12), window.innerWidth - tip.offsetWidth - 8);
    const below = at.bottom + tip.offsetHeight + 8 < window.innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? at.bottom + 2 : at.top - tip.offsetHeight - 2}px`;
  };
  document.addEventListener("mouseover", hint);
  document.addEventListener("focusin", hint);
  document.addEventListener("scroll", untip, { capture: true, passive: true });

  /* While an answer grows its button stops it; a screen reader hears a sentence, not each card again. */
  const BUSY = { asking: "#k-current", checking: "#k-verdicts" };
  let told = "";
  const attend = (element) => {
    Object.entries(BUSY).forEach(([doing, part]) =>
      document.body.toggleAttribute(`data-${doing}`, !!one(`${part} [aria-busy=true]`)));
    const words = one("[data-told]", element)?.dataset.told;
    if (words === undefined || words === told) return;
    told = words;
    one("#k-live [aria-live]").textContent = words;
  };

  /* Questions to ask next belong to the answer they were made for. */
  const follow = () => {
    const next = one("#k-next .k-next");
    if (next) next.hidden = next.dataset.after !== one("#k-current .k-turn")?.dataset.turn;
  };

  const drawn = (element) => {
    sync(element);
    attend(element);
    follow();
    markTab();
    markOpen();
    toQuote();
    toNewest();
    toShown(element);
    handOut();
    if (element.closest("#k-toast")) noticed(one(".k-toast", element));
    const page = one("[data-page-language]");
    if (page) {
      document.documentElement.lang = page.dataset.pageLanguage;
      document.title = page.dataset.pageTitle;
    }
  };

  const speak = (data) => {
    const address = new URL(window.location.href);
    address.searchParams.set("lang", data.language);
    window.history.replaceState(null, "", address);
    toHead("select", { ...data, tab: document.body.dataset.tab });
  };

  const backTo = (data) => one(`.k-chip.k-open[data-of="${CSS.escape(data.of)}"]`)?.focus();

  /* What is done here; anything else goes to the server, with its words. */
  const HERE = {
    ask: (data) => ask(data.text),
    fill: (data) => fill(data.text),
    tab: (data) => show(data.tab),
    back: backTo,
    copy: (data) => copy(data.text),
    quiet,
    only: (data) => toFilters("input", { name: "document", value: data.document }),
    speak,
    help: () => one("#k-help").showModal(),
    shut: () => all("dialog[open]").forEach((dialog) => dialog.close()),
    term: (data) => {
      untip();
      show("newcomer", { do: "term", term: data.term });
      one("#k-glossary-heading").scrollIntoView({ behavior: behavior() });
    },
    print: () => window.print(),
  };

  const send = (data, trigger) => {
    if (data.do === "cite" || data.do === "document") followed = true;
    const open = () => trigger("select", { ...data });
    /* Nothing is drawn anew for what is open already. */
    if (one(".k-pane")?.dataset.open.startsWith(`${data.of}:${data.n}:`)) toQuote();
    held = data.do === "cite" ? { place: `${data.of}:${data.n}:`, again: true, open } : null;
    open();
  };

  const onClick = (event, trigger) => {
    const button = event.target.closest("button, a[data-do]");
    if (!button || button.disabled) return;
    if (button.tagName === "A") event.preventDefault();
    const data = button.dataset;
    if (data.clear !== undefined) toFilters("input", { name: data.clear, value: "" });
    else if (data.do) (HERE[data.do] ?? ((words) => send(words, trigger)))(data);
  };

  const onChange = (event, trigger) => {
    const field = event.target.closest("[data-filter]");
    if (field) trigger("input", { name: field.dataset.filter, value: field.value });
  };

  const onSubmit = (event, trigger) => {
    const form = event.target.closest("form[data-do]");
    if (!form) return;
    event.preventDefault();
    trigger("select", { ...form.dataset, ...Object.fromEntries(new FormData(form)) });
  };

  /* One listener for every drawn part of the page; Python hears `select` and `input`. */
  const attach = (element, tell, watch) => {
    const trigger = (...given) => loaded.then(() => tell(...given));
    if (element.id === "k-header" || one("[data-page-language]", element)) toHead = trigger;
    if (element.id === "k-filters" || one("[data-filter=language]", element)) toFilters = trigger;
    element.addEventListener("click", (event) => onClick(event, trigger));
    element.addEventListener("change", (event) => onChange(event, trigger));
    element.addEventListener("submit", (event) => onSubmit(event, trigger));
    watch("value", () => drawn(element));
    if (!document.body.dataset.tab) {
      document.body.dataset.tab = FIRST;
      if (!narrow()) window.setTimeout(() => one("#k-question textarea")?.focus({ preventScroll: true }), 0);
    }
    drawn(element);
    element.dataset.live = "";
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
  ["dragover", "dragleave", "drop"].forEach((kind) => document.addEventListener(kind, drop));

  /* The whole zone is pressed as its button is. */
  document.addEventListener("click", (event) => {
    const zone = event.target.closest?.("#k-upload");
    if (zone && !event.target.closest("button, input")) one("#k-upload-button", zone).click();
  });

  /* Keys with Alt, so that no letter is ever taken from whoever types. */
  const step = (by) => {
    const links = all(".k-bar [data-do=cite]");
    const link = by < 0 ? links[0] : links[1];
    if (link && !link.disabled) link.click();
  };
  const KEYS = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    KeyQ: () => fill(one("#k-question textarea, #k-question input").value),
    Slash: () => HERE.help(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!tip.hidden) untip();
      else if (!one("dialog[open]")) all("#k-stop, #k-check-stop").find((stop) => stop.checkVisibility())?.click();
    }
    if (!event.altKey || event.ctrlKey || event.metaKey || event.target.matches?.("select")) return;
    const act = KEYS[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* Gradio tells of a lost connection or a file too large in words of its own: they are ours instead. */
  const troubled = () => {
    const told = all(".k-error, .k-toast").some((part) => part.checkVisibility());
    if (!told) say(one("[data-trouble]").dataset.trouble);
  };
  const isToast = (node) => node.nodeType === 1 && (node.matches(".toast-body") || one(".toast-body", node));
  new MutationObserver((changes) => {
    if (changes.some((change) => Array.from(change.addedNodes).some(isToast))) window.setTimeout(troubled, 400);
  }).observe(document.documentElement, { childList: true, subtree: true });

  return { attach, afterLoading, ready };
})();
