/** Writes the documentation page of the table of translations. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { translationPage, translationPagePath } from '../src/table/page.ts'

writeFileSync(join(import.meta.dirname, '../../..', translationPagePath), translationPage())
