/** Chromium's names of what stands in the way, where waiting does not mend it. */
const blocks: readonly (readonly [name: RegExp, words: (server: string) => string])[] = [
  [
    /ERR_CERT_DATE_INVALID/,
    (server) => `The certificate of ${server} has expired, or the clock of this computer is wrong.`,
  ],
  [/ERR_CERT_COMMON_NAME_INVALID/, (server) => `The certificate of ${server} is for another name.`],
  [
    /ERR_CERT_|ERR_SSL_SERVER_CERT_BAD_FORMAT/,
    (server) =>
      `This computer does not trust the certificate of ${server}. If it is your company's own, an administrator has to add the company's authority to the system's certificates.`,
  ],
  [
    /ERR_PROXY_AUTH|ERR_UNEXPECTED_PROXY_AUTH|ERR_UNSUPPORTED_AUTH_SCHEME/,
    () => 'The proxy of this computer asks for a name and password, which Dueline does not send.',
  ],
  [
    /ERR_PROXY_|ERR_TUNNEL_CONNECTION_FAILED|ERR_MANDATORY_PROXY_CONFIGURATION_FAILED|ERR_NO_SUPPORTED_PROXIES/,
    (server) => `The proxy of this computer does not let Dueline through to ${server}.`,
  ],
];

/** Why a request cannot come through to the server, in words; null if nobody stands in its way. */
export function wayBlocked(error: unknown, server: string): string | null {
  const text = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error);
  return blocks.find(([name]) => name.test(text))?.[1](server) ?? null;
}

/** What is said of a server that gave no answer. */
export function noAnswer(error: unknown, server: string): string {
  return wayBlocked(error, server) ?? `${server} cannot be reached. Check the address and the network, then try again.`;
}
