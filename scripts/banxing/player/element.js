// <banxing-quiz data-mode="…">: starts the player of its mode, whichever of the two comes first.
//
// Material's instant navigation puts elements in before it runs the scripts beside them, and runs those again on
// every visit: so a mode may register after its element is there. A file that runs again stops at its first line.
// The data is an attribute and no script: those it makes anew without their type, and the page's policy refuses them.
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
      if (!Player) return;
      if (!this.player) this.player = new Player(this, JSON.parse(this.dataset.paper));
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
