/// A check that detector files name by `check`: whether what their pattern matched is an identifier of that kind, by its
/// check digits where it has any and by its published form.
///
/// Each rule's source stands at its implementation in `Checks`. Those with python-stdnum's equal are held against it in
/// `IdentifierDifferentialTests`.
public enum Check: String, Codable, CaseIterable, Sendable {
    // United Kingdom
    case nhsNumber = "nhs_number"
    case chiNumber = "chi_number"
    case hcNumber = "hc_number"
    case nino
    case utr
    case vat = "gb_vat"
    case drivingLicence = "gb_driving_licence"
    case vehicleRegistration = "gb_vehicle_registration"
    case companyNumber = "gb_company_number"
    case pupilNumber = "gb_upn"
    case uprn
    case gmcNumber = "gmc_number"
    case nmcPin = "nmc_pin"
    case odsCode = "ods_code"
    case pncID = "pnc_id"

    // Clinical codes
    case snomedCode = "snomed_code"
    case loincCode = "loinc_code"

    // Money
    case iban
    case bic
    case paymentCard = "payment_card"
    case luhn

    // Goods and devices
    case isbn
    case ean
    case issn
    case imei
    case iccid
    case mac
    case uuid

    // Other countries
    case europeanVAT = "eu_vat"
    case irelandPPS = "ie_pps"
    case franceNIR = "fr_nir"
    case franceSIREN = "fr_siren"
    case franceSIRET = "fr_siret"
    case germanyTaxID = "de_tax_id"
    case germanyIDCard = "de_id_card"
    case spainDNI = "es_dni"
    case spainCIF = "es_cif"
    case italyCodiceFiscale = "it_codice_fiscale"
    case italyPartitaIVA = "it_partita_iva"
    case netherlandsBSN = "nl_bsn"
    case unitedStatesSSN = "us_ssn"
    case unitedStatesNPI = "us_npi"
    case unitedStatesDEA = "us_dea"
    case machineReadableZone = "mrz"

    // Keys
    case bitcoinAddress = "bitcoin_address"
    case seedPhrase = "seed_phrase"
    case jwt

    /// Whether the match is checked as it is written. Of all others, spaces, hyphens, dots and slashes are removed and
    /// letters are in upper case.
    public var takesTextAsWritten: Bool {
        switch self {
        case .bitcoinAddress, .seedPhrase, .jwt, .pncID: true
        default: false
        }
    }

    /// Whether the text is an identifier of this kind. Any bytes may be given.
    ///
    /// - Parameter text: ASCII, without separators and in upper case, unless `takesTextAsWritten`.
    public func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .nhsNumber: text.asDigits(10...10, Checks.nhsNumber)
        case .chiNumber: text.asDigits(10...10, Checks.chiNumber)
        case .hcNumber: text.asDigits(10...10, Checks.hcNumber)
        case .nino: Checks.nino(text)
        case .utr: text.asDigits(10...10, Checks.utr)
        case .vat: Checks.vat(text)
        case .drivingLicence: Checks.drivingLicence(text)
        case .vehicleRegistration: Checks.vehicleRegistration(text)
        case .companyNumber: Checks.companyNumber(text)
        case .pupilNumber: Checks.pupilNumber(text)
        case .uprn: Checks.uprn(text)
        case .gmcNumber: Checks.gmcNumber(text)
        case .nmcPin: Checks.nmcPin(text)
        case .odsCode: Checks.odsCode(text)
        case .pncID: Checks.pncID(text)
        case .snomedCode: text.asDigits(6...18, Checks.snomedCode)
        case .loincCode: text.asDigits(2...8, Checks.loincCode)
        case .iban: Checks.iban(text)
        case .bic: Checks.bic(text)
        case .paymentCard: text.asDigits(13...19) { Checks.isCardPrefix($0) && Checks.luhn($0) }
        case .luhn: text.asDigits(2...64) { Checks.luhn($0) && !Checks.isRepeated($0) }
        case .isbn: Checks.isbn(text)
        case .ean: Checks.ean(text)
        case .issn: Checks.issn(text)
        case .imei: text.asDigits(15...15) { Checks.luhn($0) && !Checks.isRepeated($0) }
        case .iccid: text.asDigits(19...20, Checks.iccid)
        case .mac: Checks.mac(text)
        case .uuid: Checks.uuid(text)
        case .europeanVAT: EuropeanVAT.passes(text)
        case .irelandPPS: Checks.irelandPPS(text)
        case .franceNIR: Checks.franceNIR(text)
        case .franceSIREN: text.asDigits(9...9) { Checks.luhn($0) && !Checks.isRepeated($0) }
        case .franceSIRET: text.asDigits(14...14, Checks.franceSIRET)
        case .germanyTaxID: Checks.germanyTaxID(text)
        case .germanyIDCard: Checks.germanyIDCard(text)
        case .spainDNI: Checks.spainDNI(text)
        case .spainCIF: Checks.spainCIF(text)
        case .italyCodiceFiscale: Checks.italyCodiceFiscale(text)
        case .italyPartitaIVA: Checks.italyPartitaIVA(text)
        case .netherlandsBSN: Checks.netherlandsBSN(text)
        case .unitedStatesSSN: Checks.unitedStatesSSN(text)
        case .unitedStatesNPI: Checks.unitedStatesNPI(text)
        case .unitedStatesDEA: Checks.unitedStatesDEA(text)
        case .machineReadableZone: Checks.machineReadableZone(text)
        case .bitcoinAddress: BitcoinAddress.passes(text)
        case .seedPhrase: SeedPhrase.passes(text)
        case .jwt: Checks.jwt(text)
        }
    }
}
