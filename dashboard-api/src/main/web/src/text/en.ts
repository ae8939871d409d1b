// English. A translation is a module of the same keys; nothing else in the pages holds words.
import { common } from './en/common';
import { connect } from './en/connect';
import { miner } from './en/miner';
import { network } from './en/network';
import { pool } from './en/pool';
import { schedule } from './en/schedule';
import { translator, type Message } from './translate';

export const en = { ...common, ...pool, ...miner, ...network, ...connect, ...schedule } satisfies Record<string, Message>;
export type TextKey = keyof typeof en;

export const t = translator<TextKey>(en);
