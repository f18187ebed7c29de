// <banxing-quiz data-mode="…">: starts the player of its mode, whichever of the two comes first.
//
// Material's instant navigation puts elements in before it runs the scripts beside them, and runs those again on
// every visit: so a mode may register after its element is there. A file that runs again stops at its first line.
// Inline scripts it makes anew without their attributes: the data beside the form is known by its tag alone.
(function (B) {
  'use strict';
  if (B.register) return;
  const modes = {};

  class BanxingQuiz extends HTMLElement {
    connectedCallback() {
      this.begin();
    }

    disconnectedCallback() {
      if (this.player) this.player.disconnect();
    }

    begin() {
      const Player = modes[this.dataset.mode];
      const data = this.querySelector('script');
      if (!Player || !data) return;
      if (!this.player) this.player = new Player(this, JSON.parse(data.textContent));
      this.player.connect();
    }
  }

  B.register = (mode, Player) => {
    modes[mode] = Player;
    if (!customElements.get('banxing-quiz')) customElements.define('banxing-quiz', BanxingQuiz);
    else for (const element of document.querySelectorAll('banxing-quiz')) {
      if (element.dataset.mode === mode) element.begin();
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
