/**
 * One step of a conversation with a guest over its console, as data. Steps are taken one after the other; the host time
 * of each is kept.
 *
 * - `wait`: until this text appears in what the console says after the step before; literal, not a regular expression.
 *   Terminal sequences in it (colours, cursor movements) are passed over unless the text holds one itself.
 *   `timeoutMs` is at least 1; without it the limit of the phase holds alone;
 * - `send`: types this text. Line ends are what the guest expects, usually `\r` or `\n`;
 * - `sendSecret`: types a secret that the target was given under this name. Definitions hold its name alone, and its
 *   value is replaced in everything that is captured.
 */
export type DialogueStep =
  | { readonly wait: string; readonly timeoutMs?: number }
  | { readonly send: string }
  | { readonly sendSecret: string }
