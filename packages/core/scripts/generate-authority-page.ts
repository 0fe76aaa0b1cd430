import { readFileSync, writeFileSync } from 'node:fs'
import { withAuthorityTables } from './authority-tables.ts'

/** Writes the tables of docs/authority.md anew from the vocabulary. */
const page = new URL('../../../docs/authority.md', import.meta.url)
writeFileSync(page, withAuthorityTables(readFileSync(page, 'utf8')))
