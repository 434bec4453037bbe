import { access, constants } from 'node:fs/promises'
import { program } from './support/paths'

/** Says how to build the program under test where it is missing, instead of failing in every test. */
export default async function programExists() {
  try {
    await access(program, constants.X_OK)
  } catch {
    throw new Error(`There is no program to test at ${program}. Run "make build" first.`)
  }
}
