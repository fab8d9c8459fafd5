type Wire =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'list'; readonly items: readonly Wire[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Wire])[] }
  | { readonly kind: 'function' | 'promise'; readonly id: number }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

type Message =
  | { readonly do: 'expose'; readonly key: string; readonly api: Wire }
  | { readonly do: 'call'; readonly id: number; readonly args: Wire }
  | { readonly do: 'answer'; readonly result?: Wire; readonly thrown?: Wire }
  | { readonly do: 'settle'; readonly id: number; readonly result?: Wire; readonly thrown?: Wire };

export interface WorldBridge {
  expose(key: string, api: unknown): void;
}

/**
 * One end of contextBridge between the page's world and the preload's. Both worlds share only DOM events, so values cross
 * as JSON in an event whose name the page cannot guess; functions and promises cross as numbers and are called back.
 * Runs inside Chromium from its source text, so it uses nothing from outside itself.
 */
export function worldBridge(outName: string, inName: string): WorldBridge {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  // Taken now, before a page script could put its own in their place.
  const { stringify, parse } = JSON;
  const NewEvent = CustomEvent;
  const dispatch = window.dispatchEvent.bind(window);
  const define = Object.defineProperty;
  let lastId = 0;
  let answered: Extract<Message, { do: 'answer' }> | undefined;

  function post(message: Message): void {
    dispatch(new NewEvent(outName, { detail: stringify(message) }));
  }

  function encode(value: unknown): Wire {
    if (value === undefined) return { kind: 'undefined' };
    if (typeof value === 'function') {
      functions.set(++lastId, value as (...args: unknown[]) => unknown);
      return { kind: 'function', id: lastId };
    }
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (result) => post({ do: 'settle', id, result: encode(result) }),
        (reason) => post({ do: 'settle', id, thrown: encode(reason) }),
      );
      return { kind: 'promise', id };
    }
    if (value instanceof Error) return { kind: 'error', name: value.name, message: value.message };
    if (Array.isArray(value)) return { kind: 'list', items: value.map(encode) };
    if (typeof value === 'object' && value !== null) {
      return { kind: 'object', entries: Object.entries(value).map(([key, part]) => [key, encode(part)] as const) };
    }
    return { kind: 'value', value };
  }

  function decode(wire: Wire): unknown {
    switch (wire.kind) {
      case 'undefined':
        return undefined;
      case 'value':
        return wire.value;
      case 'list':
        return wire.items.map(decode);
      case 'object':
        return Object.fromEntries(wire.entries.map(([key, part]) => [key, decode(part)]));
      case 'error':
        return Object.assign(new Error(wire.message), { name: wire.name });
      case 'promise':
        return new Promise((resolve, reject) => promises.set(wire.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]) => callOther(wire.id, args);
    }
  }

  function callOther(id: number, args: readonly unknown[]): unknown {
    answered = undefined;
    post({ do: 'call', id, args: encode(args) });
    // Events are dispatched at once, so the other world has answered when `post` returns.
    const answer = answered as Extract<Message, { do: 'answer' }> | undefined;
    if (answer === undefined) throw new Error('The other world did not answer.');
    if (answer.thrown) throw decode(answer.thrown);
    return answer.result && decode(answer.result);
  }

  function freeze(value: unknown): unknown {
    if (typeof value === 'object' && value !== null)
      for (const part of Object.values(Object.freeze(value))) freeze(part);
    return value;
  }

  window.addEventListener(inName, (event) => {
    event.stopImmediatePropagation();
    const message: Message = parse((event as CustomEvent<string>).detail);
    if (message.do === 'answer') answered = message;
    else if (message.do === 'expose') {
      define(window, message.key, { value: freeze(decode(message.api)), enumerable: true });
    } else if (message.do === 'settle') {
      const promise = promises.get(message.id);
      promises.delete(message.id);
      if (message.thrown) promise?.reject(decode(message.thrown));
      else promise?.resolve(message.result && decode(message.result));
    } else {
      let answer: Message;
      try {
        const args = decode(message.args) as unknown[];
        answer = { do: 'answer', result: encode(functions.get(message.id)?.(...args)) };
      } catch (error) {
        answer = { do: 'answer', thrown: encode(error) };
      }
      post(answer);
    }
  });
  return { expose: (key, api) => post({ do: 'expose', key, api: encode(api) }) };
}
