// How far a question is answered, for the exam's answer sheet.
(function (B) {
  'use strict';
  if (B.completeness) return;

  // 'none', 'part' or 'full' of an answer in the form of marking.js.
  B.completeness = (type, value) => {
    if (!value) return 'none';
    if (type === 'fill_blank') return value.split('\x1f').every((text) => text.trim()) ? 'full' : 'part';
    if (type === 'ordering' || type === 'matching') return value.includes('-') ? 'part' : 'full';
    return 'full';
  };
})(globalThis.Banxing = globalThis.Banxing || {});
