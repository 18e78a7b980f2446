const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const degrees = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat();

export const time = millis => clock.format(millis);
export const celsius = value => degrees.format(value);
export const count = value => whole.format(value);
export const plural = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Makes an element. Texts are set as text, so that nothing a device sends becomes markup. */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

export const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
