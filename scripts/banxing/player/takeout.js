// Taking a text out of the browser: copied, or as a file.
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

  B.download = (text, name) => {
    const url = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    const link = B.element('a', {href: url, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    // Some browsers read the blob only after asking where to save.
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  };
})(globalThis.Banxing = globalThis.Banxing || {});
