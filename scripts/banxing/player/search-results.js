// The results as a list of options: first what they are called, then, as texts come, where they lead and what stands there.
// Rows have their height from the start, so that nothing moves as texts come; only texts that can be seen are fetched.
(function (B) {
  'use strict';
  if (B.ResultList) return;
  const FIRST = 5; // results whose texts are fetched without looking whether they can be seen
  const PATIENCE = 300; // ms that a list waits for an answer, which is as long as its text
  const ANSWER = 400; // characters of an article that is shown whole
  const AHEAD = '0px 0px 20% 0px'; // how far below what can be seen texts are fetched too

  const soon = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));

  B.ResultList = class ResultList {
    // `chosen` is called when a reader goes to a result, `pointed` with the option that the mouse is on.
    constructor(node, {index, t, root, chosen, pointed}) {
      Object.assign(this, {node, index, t, root, chosen, pointed});
      this.debug = new URLSearchParams(location.search).has('debug');
      this.results = null;
      node.addEventListener('scroll', () => { this.scrolled = true; });
    }

    get options() {
      return Array.from(this.node.querySelectorAll('[role=option]'));
    }

    clear() {
      this.results = null;
      this.unwatch();
      this.node.textContent = '';
      this.upward();
    }

    upward() {
      if (this.scrolled) this.node.scrollTop = 0; // asked or set for nothing it would cost a layout
      this.scrolled = false;
    }

    // Shows results, answers with their texts; false where others are wanted by now.
    async show(results, query, isLate) {
      const places = results.map((result) => this.later(() => this.placeOf(result, query)));
      const answers = places.filter((_, number) => this.mayAnswer(results[number], query));
      if (answers.length) await Promise.race([Promise.all(answers.map((place) => place())), soon()]);
      if (isLate()) return false;
      this.render(results, query, places);
      return true;
    }

    // A promise that is begun when it is first asked for.
    later(begin) {
      let begun = null;
      return () => {
        begun = begun || begin();
        return begun;
      };
    }

    // Where a result leads and what stands there: {anchor, path, text}; null where that cannot be had.
    async placeOf(result, query) {
      try {
        return await this.index.text(await B.pointed(this.index, query, result));
      } catch (error) {
        return null;
      }
    }

    render(results, query, places) {
      Object.assign(this, {results, query});
      this.unwatch();
      this.node.textContent = '';
      const options = results.map((result, number) => this.option(result, number, places[number]));
      this.node.append(...options);
      this.upward();
      const fill = async (number) => {
        const found = await places[number]();
        if (found && this.results === results) this.fill(results[number], options[number], found);
      };
      this.filled = Promise.all(options.slice(0, FIRST).map((_, number) => fill(number)));
      this.seen = new IntersectionObserver((changes) => {
        for (const {isIntersecting, target} of changes) {
          if (!isIntersecting) continue;
          this.seen.unobserve(target);
          fill(options.indexOf(target));
        }
      }, {root: this.node, rootMargin: AHEAD});
      options.slice(FIRST).forEach((option) => this.seen.observe(option));
    }

    unwatch() {
      if (this.seen) this.seen.disconnect();
    }

    option(result, number, place) {
      const {entry} = result;
      const label = this.t('kind_' + entry.kind) + (entry.part ? ' · ' + entry.part : '');
      const option = B.element('a', {
        class: 'bx-hit', role: 'option', id: 'bx-hit-' + number, tabindex: '-1', 'aria-selected': 'false', href: this.address(entry, ''),
        onclick: (event) => this.follow(event, entry, place), onmousemove: (event) => this.pointed(event.currentTarget),
      },
      B.element('span', {class: 'bx-hit-kind'}, label),
      this.marked(B.element('span', {class: 'bx-hit-title'}), entry.title),
      B.element('span', {class: 'bx-hit-body'}, B.element('span', {class: 'bx-hit-path'}), B.element('span', {class: 'bx-hit-text'})));
      if (this.debug) option.append(B.element('span', {class: 'bx-hit-debug'}, this.explained(result)));
      return option;
    }

    // A click that is faster than the text would end at the top of the page: it waits for the place.
    async follow(event, entry, place) {
      const option = event.currentTarget;
      if (option.dataset.placed) {
        this.chosen();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const found = await place();
      if (found) option.href = this.address(entry, found.anchor);
      option.dataset.placed = 'yes';
      option.click();
    }

    fill(result, option, {anchor, path, text}) {
      const {entry} = result;
      option.href = this.address(entry, anchor);
      option.dataset.placed = 'yes';
      const answer = this.mayAnswer(result, this.query) && (entry.kind === 'term' || anchor === 'a' + this.query.article);
      option.classList.toggle('bx-hit--answer', answer);
      this.marked(option.querySelector('.bx-hit-path'), path);
      this.marked(option.querySelector('.bx-hit-text'), text, true, answer && text.length < ANSWER);
    }

    // Whether a result can be the answer itself: the term that was asked for, or of a law the article.
    mayAnswer({entry}, {article, text}) {
      if (entry.kind === 'term') return entry.names.includes(B.squeezed(text));
      return Boolean(article) && entry.kind === 'law' && entry.names.some((name) => text.includes(name));
    }

    marked(node, text, cut, whole) {
      node.textContent = '';
      for (const [piece, marked] of B.excerpt(text, this.query.weights, this.index.table, !cut || whole)) {
        node.append(marked ? B.element('mark', {}, piece) : piece);
      }
      return node;
    }

    address(entry, anchor) {
      const folder = entry.url === '' || entry.url.endsWith('/');
      const page = folder && location.protocol === 'file:' ? entry.url + 'index.html' : entry.url;
      return this.root + encodeURI(page) + (anchor ? '#' + anchor : '');
    }

    explained({score, factor, body, title, spread}) {
      const [a, b, c, d, e] = [score, factor, body, title, spread].map((value) => value.toFixed(2));
      return this.t('debug', {score: a, factor: b, body: c, title: d, spread: e});
    }
  };
})(globalThis.Banxing = globalThis.Banxing || {});
