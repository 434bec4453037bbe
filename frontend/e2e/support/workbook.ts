import { inflateRawSync } from 'node:zlib'

/** The files inside a zip, by name. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('this is no zip: its directory is missing')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const method = zip.readUInt16LE(at + 10)
    const size = zip.readUInt32LE(at + 20)
    const nameLength = zip.readUInt16LE(at + 28)
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + size)
    files.set(name, method === 0 ? bytes : inflateRawSync(bytes))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}

/** The XML of a workbook's sheet, found by the name on its tab. */
export function sheet(workbook: Buffer, name: string): string {
  const files = unzip(workbook)
  const read = (path: string) => files.get(path)?.toString('utf8') ?? ''
  const id = new RegExp(`<sheet name="${name}"[^>]*r:id="([^"]+)"`).exec(read('xl/workbook.xml'))?.[1]
  const links = read('xl/_rels/workbook.xml.rels').match(/<Relationship [^>]*>/g) ?? []
  const target = links.find((link) => link.includes(`Id="${id}"`))?.match(/Target="([^"]+)"/)?.[1]
  if (!target) throw new Error(`the workbook has no sheet ${name}`)
  return read(target.startsWith('/') ? target.slice(1) : `xl/${target}`)
}

/** The texts that a workbook's sheets share. */
export function sharedTexts(workbook: Buffer): string {
  return unzip(workbook).get('xl/sharedStrings.xml')?.toString('utf8') ?? ''
}

/** How many rows a sheet has below its header. */
export function dataRows(xml: string): number {
  return (xml.match(/<row /g) ?? []).length - 1
}

/** The records of a CSV text; commas and line breaks may stand inside quotes. */
export function records(csv: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, mark] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (mark === '' && row.length === 0 && !quoted && !plain) break
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (mark !== ',') {
      rows.push(row)
      row = []
    }
  }
  return rows
}
