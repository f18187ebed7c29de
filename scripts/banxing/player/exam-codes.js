// A response as QR codes, for devices that can neither send nor save. Loaded when somebody asks for them.
//
// Packed (zlib), in base32 and in pieces, `BANXING:1/2:<check code>:<piece>`: only signs of QR's dense alphabet, and
// all of them on every keyboard, since hand scanners type what they read. responses/codes.py puts them together.
(function (B) {
  'use strict';
  if (B.showCodes) return;
  const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const PIECE = 800; // signs a code: about 93 dots wide, which phones read off a screen
  const MOST = 6; // more than that nobody scans without a slip
  const DOT = 6; // pixels
  const MARGIN = 4; // dots, as the standard asks for

  const base32 = (bytes) => {
    let text = '', bits = 0, held = 0;
    for (const byte of bytes) {
      held = (held << 8) | byte;
      for (bits += 8; bits >= 5; bits -= 5) text += SIGNS[(held >>> (bits - 5)) & 31];
      held &= (1 << bits) - 1;
    }
    return bits ? text + SIGNS[(held << (5 - bits)) & 31] : text;
  };

  const packed = async (text) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // What the codes of a response say.
  B.codeTexts = async (text, check) => {
    const whole = base32(await packed(text));
    const count = Math.ceil(whole.length / PIECE);
    const even = Math.ceil(whole.length / count);
    return Array.from({length: count}, (_, i) =>
      'BANXING:' + (i + 1) + '/' + count + ':' + check.toUpperCase() + ':' + whole.slice(i * even, (i + 1) * even));
  };

  const picture = (text, label) => {
    const code = B.leanQr.generate(text, {minCorrectionLevel: B.leanQr.correction.M});
    const side = (code.size + 2 * MARGIN) * DOT;
    const canvas = B.element('canvas', {width: side, height: side, role: 'img', 'aria-label': label});
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff'; // dark pages too: a code is read dark on light
    pen.fillRect(0, 0, side, side);
    pen.fillStyle = '#000';
    for (let y = 0; y < code.size; y += 1) {
      for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) pen.fillRect((x + MARGIN) * DOT, (y + MARGIN) * DOT, DOT, DOT);
    }
    return canvas;
  };

  // Puts the codes into `box`; resolves to what is to be said of them.
  B.showCodes = async ({t, record}, box) => {
    const {text, check} = record.response;
    const texts = await B.codeTexts(text, check);
    box.textContent = '';
    if (texts.length > MOST) return t('exam_codes_long');
    texts.forEach((each, i) => {
      const label = t('exam_code_of', {number: i + 1, total: texts.length});
      box.append(B.element('figure', {}, picture(each, label), B.element('figcaption', {}, label)));
    });
    return t('exam_codes_shown', {total: texts.length});
  };
})(globalThis.Banxing = globalThis.Banxing || {});
