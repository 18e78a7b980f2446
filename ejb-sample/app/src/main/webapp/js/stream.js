// The live stream: opened, watched, and opened again.

const SILENCE_LIMIT = 6_000; // The server sends a report every second: longer silence means that nobody is there.
const RETRY_FIRST = 1_000;
const RETRY_LAST = 10_000;

/**
 * Follows the server's events for as long as the page is open.
 *
 * @param onOpen  called when a stream has opened: ask for the state now. If its promise fails, the stream is opened
 *                again
 * @param onEvent called with name and data of each event; those that come before the state wait for it
 * @param onLost  called when the stream is lost, with the milliseconds until the next try
 */
export function follow(url, names, { onOpen, onEvent, onLost }) {
  let source;
  let delay = RETRY_FIRST;
  let lastSign = 0;

  function open() {
    lastSign = Date.now();
    const mine = new EventSource(url);
    let early = [];
    source = mine;
    mine.addEventListener('error', () => lose(mine));
    mine.addEventListener('open', async () => {
      try {
        await onOpen();
        delay = RETRY_FIRST;
        early.forEach(([name, data]) => onEvent(name, data));
        early = null;
      } catch (failure) {
        lose(mine);
      }
    });
    for (const name of names) {
      mine.addEventListener(name, event => {
        lastSign = Date.now();
        if (early) {
          early.push([name, JSON.parse(event.data)]);
        } else {
          onEvent(name, JSON.parse(event.data));
        }
      });
    }
  }

  function lose(which) {
    if (which !== source) {
      return;
    }
    source = null;
    which.close();
    onLost(delay);
    setTimeout(open, delay);
    delay = Math.min(2 * delay, RETRY_LAST);
  }

  setInterval(() => {
    if (source && Date.now() - lastSign > SILENCE_LIMIT) {
      lose(source);
    }
  }, 1_000);
  open();
}
