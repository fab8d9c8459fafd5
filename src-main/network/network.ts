/** How requests leave this computer. */
export interface Network {
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** POSTs a stream of any length, of which only a part is in memory at a time. */
  send(url: string, headers: Readonly<Record<string, string>>, body: ReadableStream<Uint8Array>): Promise<Response>;
}

/** The way to the backend inside the app: this computer only, so no proxy and no certificate has a say in it. */
export const ownNetwork: Network = {
  fetch: (url, init) => fetch(url, init),
  send: (url, headers, body) => {
    // A body that is a stream is sent while its answer is awaited.
    const request: RequestInit & { readonly duplex: 'half' } = {
      method: 'POST',
      headers,
      redirect: 'error',
      body,
      duplex: 'half',
    };
    return fetch(url, request);
  },
};
