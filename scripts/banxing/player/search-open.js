// <bx-search>: the button in the header, `/` and Ctrl K, `?q=`. The dialog and the index come on first use.
(function (B) {
  'use strict';
  if (B.SearchButton) return;

  const typing = (target) => Boolean(target.closest) && Boolean(target.closest('input, textarea, select, [contenteditable]'));

  const script = (src) => new Promise((resolve, reject) => {
    const made = document.createElement('script');
    made.src = src;
    made.onload = resolve;
    made.onerror = () => {
      made.remove();
      reject(new Error(src));
    };
    document.head.append(made);
  });

  const style = (href) => new Promise((resolve) => {
    const made = document.createElement('link');
    made.rel = 'stylesheet';
    made.href = href;
    made.onload = made.onerror = resolve;
    document.head.append(made);
  });

  B.SearchButton = class SearchButton extends HTMLElement {
    connectedCallback() {
      if (!this.paths) {
        // Instant navigation keeps the header while addresses change: what is relative is settled once.
        this.paths = {};
        for (const name of ['root', 'parts', 'script', 'style']) {
          this.paths[name] = new URL(this.dataset[name], document.baseURI).href;
        }
        const asked = new URLSearchParams(location.search).get('q');
        if (asked !== null) this.open(asked);
      }
      this.button = this.querySelector('button');
      this.button.onclick = () => this.open();
      this.keys = (event) => this.pressed(event);
      document.addEventListener('keydown', this.keys);
      this.hidden = false;
    }

    disconnectedCallback() {
      document.removeEventListener('keydown', this.keys);
    }

    pressed(event) {
      if (event.isComposing || event.altKey || event.defaultPrevented) return;
      const letter = (event.key || '').toLowerCase(); // a browser that fills in forms sends keys without a name
      const chord = (event.ctrlKey || event.metaKey) && !event.shiftKey && letter === 'k';
      const slash = letter === '/' && !event.ctrlKey && !event.metaKey && !typing(event.target);
      if (!chord && !slash) return;
      event.preventDefault();
      this.open();
    }

    async load() {
      await Promise.all([script(this.paths.script), style(this.paths.style)]);
      return B.searchDialog(this.paths, script);
    }

    async open(words) {
      this.button = this.querySelector('button');
      const back = document.activeElement;
      if (!this.loading) { // one dialog, however often it is asked for while it comes
        this.loading = this.load();
        this.loading.catch(() => { this.loading = null; });
      }
      try {
        (await this.loading).open(words, back && back !== document.body ? back : this.button);
      } catch (error) {
        this.button.title = this.dataset.failed;
      }
    }
  };

  customElements.define('bx-search', B.SearchButton);
})(globalThis.Banxing = globalThis.Banxing || {});
