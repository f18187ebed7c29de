// The button of a form's page that prints it. The page's policy lets no handler stand in the HTML.
(function (B) {
  'use strict';
  if (B.Print) return;

  B.Print = class Print extends HTMLElement {
    connectedCallback() {
      this.hidden = false;
      this.onclick = () => window.print();
    }
  };

  customElements.define('bx-print', B.Print);
})(globalThis.Banxing = globalThis.Banxing || {});
