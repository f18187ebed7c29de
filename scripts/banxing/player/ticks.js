// Keeps the boxes of a checklist ticked, by the sentence each stands before; a bar counts them and clears them.
(function (B) {
  'use strict';
  if (B.Ticks) return;

  B.Ticks = class Ticks extends HTMLElement {
    connectedCallback() {
      this.boxes = Array.from(document.querySelectorAll('.bx-tick input'));
      this.key = 'ticks/' + this.dataset.page;
      this.heard = () => this.adopt();
      this.changed = () => this.save();
      for (const box of this.boxes) box.addEventListener('change', this.changed);
      window.addEventListener('storage', this.heard);
      this.querySelector('button').onclick = () => this.clear();
      this.hidden = false;
      this.adopt();
    }

    disconnectedCallback() {
      for (const box of this.boxes) box.removeEventListener('change', this.changed);
      window.removeEventListener('storage', this.heard);
    }

    adopt() {
      const {on} = this.kept();
      for (const box of this.boxes) box.checked = on.includes(box.value);
      this.count();
    }

    kept() {
      return B.tickRecord(B.kept(this.key)) || {t: 0, on: []};
    }

    save() {
      const on = this.boxes.filter((box) => box.checked).map((box) => box.value);
      // An emptied list stays, with its time: it is later than a fuller one in a file that is read in.
      const kept = B.keep(this.key, {t: Math.max(Date.now(), this.kept().t + 1), on});
      this.querySelector('.bx-ticks-unsaved').hidden = kept;
      this.count();
    }

    clear() {
      if (!confirm(this.dataset.sure)) return;
      for (const box of this.boxes) box.checked = false;
      this.save();
    }

    count() {
      const done = this.boxes.filter((box) => box.checked).length;
      this.querySelector('output').textContent = done + ' / ' + this.boxes.length;
      this.querySelector('button').disabled = done === 0;
    }
  };

  customElements.define('bx-ticks', B.Ticks);
})(globalThis.Banxing = globalThis.Banxing || {});
