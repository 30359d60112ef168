/**
 * Freezes `Object.prototype`, so that no input can put a property onto every object of the page.
 *
 * A plain freeze would also forbid `object.toString = …` on any object that inherits it (xterm.js does that
 * while it loads). So each property becomes an accessor first, whose setter defines an own property on the
 * receiver. This module stands alone and is evaluated before any other.
 */
const target = Object.prototype;

for (const key of Reflect.ownKeys(target)) {
  const property = Reflect.getOwnPropertyDescriptor(target, key);
  if (!property || !("value" in property)) continue;
  const value: unknown = property.value;
  Reflect.defineProperty(target, key, {
    configurable: false,
    enumerable: false,
    get: () => value,
    set(this: object, own: unknown) {
      if (this === target) throw new TypeError(`Object.prototype.${String(key)} cannot be replaced.`);
      Reflect.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
    },
  });
}

Object.freeze(target);
