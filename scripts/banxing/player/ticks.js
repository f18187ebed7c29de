// Keeps the boxes of a checklist ticked, by the sentence each stands before; a bar counts them and clears them.
(function (B) {
  'use strict';
  if (B.Ticks) return;

  B.Ticks = class Ticks extends HTMLElement {
    connectedCallback() {
      this.boxes = Array.from(document.querySelectorAll('.bx-tick input'));
      this.key = 'banxing/1/ticks/' + this.dataset.page;
      this.heard = (event) => {
        if (event.key === this.key || event.key === null) this.adopt();
      };
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
      let ticked = [];
      try {
        const kept = JSON.parse(localStorage.getItem(this.key));
        if (Array.isArray(kept)) ticked = kept;
      } catch (error) {
        // Nothing kept, or nothing that can be read: the boxes start open.
      }
      for (const box of this.boxes) box.checked = ticked.includes(box.value);
      this.count();
    }

    save() {
      const ticked = this.boxes.filter((box) => box.checked).map((box) => box.value);
      let kept = true;
      try {
        if (ticked.length) localStorage.setItem(this.key, JSON.stringify(ticked));
        else localStorage.removeItem(this.key);
      } catch (error) {
        kept = false;
      }
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
