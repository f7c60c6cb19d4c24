import Formats

/// Takes the fields of dm+d's files (`f_vtm2`, `f_vmp2`, `f_amp2`, `f_ingredient2`) and of ICD-10 in XML as a reader
/// pushes them: codes and names, which stand in elements of certain names.
///
/// Elements: dm+d technical specification of the NHSBSA (VTMID, VPID, APID, ISID, NM, DESC, INVALID); TRUD's ICD-10, 5th
/// edition (CODE, DESCRIPTION, MODIFIER_4, MODIFIER_5).
public final class CodeElements: RecordSink {
    /// The element that a value stands in.
    private enum Field {
        case other
        /// One of these elements is a product, a substance or a code; what it holds belongs together.
        case row
        case virtualMoiety, virtualProduct, actualProduct, substance, code, name, modifier
    }

    private let kind: PackKind
    public var terms: PackTerms
    private var path: [Field] = []
    private var depth = 0

    private var moiety: UInt64?
    private var virtual: UInt64?
    private var actual: UInt64?
    private var ingredient: UInt64?
    private var code: (code: UInt64, length: Int)?
    private var names: [[UInt8]] = []
    private var modifiers: [[UInt8]] = []
    /// Virtual products that have a therapeutic moiety: medicines, and no appliances or foods.
    private var medicines: Set<UInt64> = []
    /// Products, substances and codes that were read.
    public private(set) var rows = 0

    public init(_ kind: PackKind, terms: PackTerms) {
        self.kind = kind
        self.terms = terms
    }

    private static let maximumDepth = 64

    /// A new file: whatever the last one left open is dropped.
    public func begin() { brokenRecord() }

    public func beginRecord() {}

    public func enter(_ name: UnsafeRawBufferPointer) {
        depth += 1
        guard path.count < Self.maximumDepth else { return }
        let field = Self.field(name, kind)
        if field == .row { finish() }
        path.append(field)
    }

    public func value(_ bytes: UnsafeRawBufferPointer, _ kind: ValueKind) {
        guard depth <= Self.maximumDepth, let field = path.last, !bytes.isEmpty, bytes.count <= 4096 else { return }
        let text = bytes.bindMemory(to: UInt8.self)
        switch field {
        case .other, .row: break
        case .virtualMoiety: moiety = moiety ?? PackCode.digits(text)
        case .virtualProduct: virtual = virtual ?? PackCode.digits(text)
        case .actualProduct: actual = actual ?? PackCode.digits(text)
        case .substance: ingredient = ingredient ?? PackCode.digits(text)
        case .code: code = code ?? PackCode.classification(text)
        case .name: if names.count < 4 { names.append(Array(text)) }
        case .modifier: if modifiers.count < 2 { modifiers.append(Array(text)) }
        }
    }

    public func leave() {
        guard depth > 0 else { return }
        if depth <= Self.maximumDepth, path.popLast() == .row { finish() }
        depth -= 1
    }

    public func endRecord() { finish() }

    public func brokenRecord() {
        forget()
        path = []
        depth = 0
    }

    /// What a row has told is taken.
    private func finish() {
        defer { forget() }
        guard !names.isEmpty else { return }
        rows += 1
        for _ in names { terms.countRead() }
        if let code {
            terms.add(code: code.code, length: code.length)
            for var name in names {
                add(name, .clinical)
                for modifier in modifiers {
                    name += [0x20] + modifier
                    add(name, .clinical)
                }
            }
            return
        }
        // The identifier of the row itself is the most special one: an AMP names its VMP, a VMP its VTM.
        guard let id = actual ?? virtual ?? moiety ?? ingredient else { return }
        terms.add(code: id, length: Self.length(id))
        let isMedicine: Bool
        if actual != nil {
            isMedicine = virtual.map(medicines.contains) ?? false
        } else if let virtual {
            isMedicine = moiety != nil
            if isMedicine { medicines.insert(virtual) }
        } else {
            isMedicine = moiety != nil
        }
        for name in names { add(name, isMedicine ? .medication : .ambiguousMedication) }
    }

    private func add(_ name: [UInt8], _ role: PackTerms.Role) {
        name.withUnsafeBufferPointer { terms.add($0, role) }
    }

    private func forget() {
        moiety = nil
        virtual = nil
        actual = nil
        ingredient = nil
        code = nil
        names = []
        modifiers = []
    }

    private static func field(_ name: UnsafeRawBufferPointer, _ kind: PackKind) -> Field {
        guard name.count <= 16 else { return .other }
        switch (kind, String(decoding: name, as: UTF8.self).uppercased()) {
        case (.dmd, "VTM"), (.dmd, "VMP"), (.dmd, "AMP"), (.dmd, "ING"): return .row
        case (.dmd, "VTMID"): return .virtualMoiety
        case (.dmd, "VPID"): return .virtualProduct
        case (.dmd, "APID"): return .actualProduct
        case (.dmd, "ISID"): return .substance
        case (.dmd, "NM"), (.dmd, "DESC"): return .name
        case (.icd10, "CODE"), (.opcs4, "CODE"): return .code
        case (.icd10, "DESCRIPTION"), (.opcs4, "DESCRIPTION"), (.opcs4, "TITLE"): return .name
        case (.icd10, "MODIFIER_4"), (.icd10, "MODIFIER_5"): return .modifier
        default: return .other
        }
    }

    private static func length(_ id: UInt64) -> Int { String(id).utf8.count }
}
