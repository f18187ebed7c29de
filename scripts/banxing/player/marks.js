// The small marks on module and path pages, and the button at a module's end. Their room is kept in the page's style.
(function (B) {
  'use strict';
  if (B.Mark) return;
  const CHANGED = 'bx-studied';

  // Calls `render` now, and whenever this page or another tab changes what is kept. Returns how to stop.
  B.follow = (render) => {
    const heard = () => render();
    for (const name of ['storage', 'pageshow', CHANGED]) window.addEventListener(name, heard);
    render();
    return () => {
      for (const name of ['storage', 'pageshow', CHANGED]) window.removeEventListener(name, heard);
    };
  };

  const dayText = (time) => new Date(time).toLocaleDateString(document.documentElement.lang || undefined);

  // <bx-mark data-module="…" data-text="学完"> or <bx-mark data-quiz="…" data-text="最好 {percent}%">
  B.Mark = class Mark extends HTMLElement {
    connectedCallback() {
      this.stop = B.follow(() => this.render());
    }

    disconnectedCallback() {
      this.stop();
    }

    render() {
      const text = this.dataset.module ? this.moduleText() : this.quizText();
      if (this.textContent !== text) this.textContent = text;
    }

    moduleText() {
      return B.studied(this.dataset.module) === null ? '' : '✓ ' + this.dataset.text;
    }

    quizText() {
      const best = B.bestOf(B.resultsOf(B.kept(B.practiceKey(this.dataset.quiz))));
      return best ? this.dataset.text.replace('{percent}', String(best.percent)) : '';
    }
  };

  // <bx-read data-module="…" data-on="{day} 标记…" data-unsaved="…"> around the button and a status line.
  B.Read = class Read extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector('button');
      this.note = this.querySelector('[role=status]');
      this.button.onclick = () => this.toggle();
      this.stop = B.follow(() => this.render());
    }

    disconnectedCallback() {
      this.stop();
    }

    toggle() {
      const key = 'read/' + this.dataset.module;
      const before = B.kept(key);
      // Later than what it replaces, even where the clock was set back: the later one wins when records are merged.
      const t = Math.max(Date.now(), before && B.isTime(before.t) ? before.t + 1 : 0);
      const saved = B.keep(key, {t, done: B.studied(this.dataset.module) === null});
      window.dispatchEvent(new Event(CHANGED));
      if (!saved) this.note.textContent = this.dataset.unsaved;
    }

    render() {
      const since = B.studied(this.dataset.module);
      this.button.setAttribute('aria-pressed', String(since !== null));
      this.note.textContent = since === null ? '' : this.dataset.on.replace('{day}', dayText(since));
    }
  };

  customElements.define('bx-mark', B.Mark);
  customElements.define('bx-read', B.Read);
})(globalThis.Banxing = globalThis.Banxing || {});
