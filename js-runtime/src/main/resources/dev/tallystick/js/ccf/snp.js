// ---- SEV-SNP firmware versions -------------------------------------------------------------------------------------

const hexDigits = (value, digits, what) => {
  const text = `${value}`.toLowerCase();
  let isHex = text.length === digits;
  for (let i = 0; isHex && i < digits; i++) {
    isHex = "0123456789abcdef".includes(text[i]);
  }
  if (!isHex) {
    throw new RangeError(`${what} is not ${digits} hex digits`);
  }
  return text;
};

/** The CPU generation by family and model, which decides the layout of its version. */
const isTurin = (cpuid) => {
  const value = parseInt(cpuid, 16);
  const family = ((value >>> 8) & 0xf) + ((value >>> 20) & 0xff);
  const model = (((value >>> 16) & 0xf) << 4) | ((value >>> 4) & 0xf);
  if (family === 0x19 && (model === 0x01 || model === 0x11)) {
    return false;
  }
  if (family === 0x1a && model === 0x02) {
    return true;
  }
  throw new RangeError(`Unsupported CPU: family ${family}, model ${model}`);
};

ccf.tcbHexToPolicy = {
  tcbHexToPolicy(cpuidHex, tcbHex) {
    expect(arguments.length, 2);
    const turin = isTurin(hexDigits(cpuidHex, 8, "CPUID"));
    const hexstring = hexDigits(tcbHex, 16, "TCB version");
    // The text has the most significant byte first, the structure begins with the least significant.
    const byteAt = (index) => parseInt(hexstring.slice(14 - 2 * index, 16 - 2 * index), 16);
    const microcode = byteAt(7);
    return turin
      ? { hexstring, microcode, snp: byteAt(3), tee: byteAt(2), boot_loader: byteAt(1), fmc: byteAt(0) }
      : { hexstring, microcode, snp: byteAt(6), tee: byteAt(1), boot_loader: byteAt(0) };
  },
}.tcbHexToPolicy;
