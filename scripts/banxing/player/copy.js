// Copying a text area's whole text.
(function (B) {
  'use strict';
  if (B.copyText) return;

  // Plain-http pages have no clipboard API; selecting and copying works there, inside a click.
  const copySelected = (area) => {
    area.focus();
    area.select();
    area.setSelectionRange(0, area.value.length);
    return document.execCommand('copy');
  };

  // Resolves to whether it was copied.
  B.copyText = (area) => {
    if (!navigator.clipboard || !window.isSecureContext) return Promise.resolve(copySelected(area));
    return navigator.clipboard.writeText(area.value).then(() => true, () => copySelected(area));
  };
})(globalThis.Banxing = globalThis.Banxing || {});
