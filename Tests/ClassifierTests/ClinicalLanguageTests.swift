import Foundation
import Testing

@testable import Classifier

/// What text is about: notes as clinicians in the UK write them, and other prose with the same words.
@Suite struct ClinicalLanguageTests {
    /// A field with several values of a kind; its name says nothing.
    private func isClinical(_ sentence: String) -> Bool {
        let verdict = classify("c1", (1...5).map { "\(sentence) (\($0))" })
        return types(verdict, "c1").contains { $0 == "clinical_term" || $0 == "medication" }
    }

    @Test(arguments: Self.notes) func notesAreClinical(sentence: String) { #expect(isClinical(sentence)) }

    @Test(arguments: Self.deniedOrOfOthers) func whatIsDeniedOrOfTheFamilyIsClinicalToo(sentence: String) {
        #expect(isClinical(sentence))
    }

    @Test(arguments: Self.harmless) func otherProseIsNot(sentence: String) {
        let verdict = classify("c1", (1...5).map { "\(sentence) (\($0))" })
        #expect(types(verdict, "c1").filter { ["clinical_term", "medication", "care_event"].contains($0) } == [])
    }

    /// Words that everyday life has too come to something where a field is full of them, and to nothing where it is not.
    @Test func everydayAilmentsCountByTheirShareOfAField() {
        let ailments = [
            "Migraine", "Hay fever", "Heart attack", "Back pain", "Sore throat", "Eczema", "Panic attack",
            "Dizzy spells",
            "Water works", "Heavy periods",
        ]
        #expect(types(classify("reason1", ailments), "reason1").contains("clinical_term"))
        let mostly =
            (0..<200).map { "Order \($0) arrived late" } + ["It cured my migraine", "Gave me a headache, hay fever"]
        #expect(types(classify("c1", mostly), "c1") == [])
    }

    @Test func abbreviationsCountInCapitalsOnly() {
        #expect(isClinical("Known COPD, stable"))
        #expect(isClinical("recurrent UTIs"))
        #expect(!isClinical("sent from copd street"))
        #expect(!isClinical("COPD HTN CKD"))
    }

    @Test(arguments: [
        "hypertention", "hypertenson", "hyppertension", "hypretension", "Diabetis", "schizophrena", "paracetomol",
        "amoxicilin", "pnuemonia", "osteoporisis", "epilepsey", "rhuematoid arthritis", "chemotherpy",
    ])
    func aLongWordOneEditFromATermCounts(word: String) { #expect(isClinical("\(word) reviewed")) }

    /// English words, names and places that are one edit from a term, or capitals that are names.
    @Test(arguments: [
        "prostrate", "proverb", "fraction", "migration", "Hernandez", "Scarborough", "conversion", "aesthetics",
        "Belfast",
        "calculator", "alcoholics", "see Mr Hypertenson", "HYPERTENTION", "diabeetees melitos",
    ])
    func wordsThatOnlyLookMisspeltDoNot(word: String) { #expect(!isClinical("\(word) on Tuesday")) }

    @Test func aMisspeltTermWeighsLessThanOneAsItShouldBe() {
        func nats(_ text: String) -> Float {
            let scanner = ValueScanner(catalog)
            let index = catalog.detectors.firstIndex { $0.id == "clinical_term" } ?? 0
            var field = FieldEvidence(detectorCount: catalog.detectors.count, nameEvidence: [])
            defer { field.deallocate() }
            text.utf8.withContiguousStorageIfAvailable { _ = scanner.scan($0, .string, &field) }
            return field.counter(index).hitWeight
        }
        #expect(nats("hypertention") > 0)
        #expect(nats("hypertension") > nats("hypertention"))
    }

    /// A phrase takes up the words it is made of, and no others.
    @Test func aHarmlessPhraseTakesUpItsOwnWordsOnly() {
        #expect(!isClinical("Drug dealers on the corner"))
        #expect(isClinical("Cold storage of insulin for patients with diabetes mellitus"))
        #expect(isClinical("Tropical depression, asthma and epilepsy"))
    }

    /// Every listed phrase leaves nothing of itself for clinical terms.
    @Test func noHarmlessPhraseIsClinical() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = root.appending(path: "../../detectors/lexicons/harmless_phrases.txt")
        let phrases = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(phrases.count > 2000)
        let scanner = ValueScanner(catalog)
        var wrong: [Substring] = []
        for phrase in phrases {
            var field = FieldEvidence(detectorCount: catalog.detectors.count, nameEvidence: [])
            defer { field.deallocate() }
            phrase.utf8.withContiguousStorageIfAvailable { _ = scanner.scan($0, .string, &field) }
            for id in ["clinical_term", "medication"] {
                let index = catalog.detectors.firstIndex { $0.id == id } ?? 0
                if field.counter(index).hits > 0 { wrong.append(phrase) }
            }
        }
        #expect(wrong == [])
    }

    static let notes = [
        "T2DM, HTN and COPD, seen in clinic today",
        "65M with PMH of IHD, CKD 3 and AF on apixaban",
        "SOBOE 3/52, known COPD, ex-smoker 40 pack years",
        "?PE - CTPA requested, D-dimer raised",
        "Admitted with NSTEMI, troponin 450, for angio",
        "#NOF right, DHS planned for tomorrow",
        "Ca breast 2014, mastectomy and radiotherapy",
        "O/E: abdo soft non-tender, BS present",
        "C/O chest pain radiating to left arm",
        "PMHx: T1DM, coeliac disease. NKDA",
        "Imp: LRTI. Rx doxycycline 100mg od 5/7",
        "GORD - continue omeprazole 20mg od",
        "PCOS, oligomenorrhoea, BMI 34",
        "ADHD assessment awaited, CAMHS referral made",
        "EUPD with self harm, under CMHT",
        "PTSD and OCD, on sertraline 100mg",
        "Detained under s2 MHA following overdose",
        "DNACPR in place, ReSPECT form completed",
        "No known drug allergies",
        "Allergic to penicillin - rash",
        "Anaphylaxis to peanuts, carries EpiPen",
        "Had a heart attack in 2009",
        "Suffers from high blood pressure",
        "Sugar diabetes since she was 50",
        "Water infection again, given antibiotics",
        "Slipped disc, off work for six weeks",
        "Nervous breakdown after divorce, seen by crisis team",
        "Bad with her nerves, on antidepressants for anxiety and depression",
        "Chesty cough and short of breath at night",
        "Tummy pain and loose stools for a week",
        "Miscarriage at 9 weeks, under EPU",
        "G2P1, 32/40, reduced fetal movements",
        "Emergency LSCS for failure to progress",
        "TOP at 8 weeks gestation, discussed contraception, termination of pregnancy",
        "BBV screen negative, previous IVDU",
        "Invasive ductal carcinoma, ER positive, HER2 negative",
        "Histology: tubulovillous adenoma with low grade dysplasia",
        "Gleason 3+4 adenocarcinoma of the prostate",
        "Moderately differentiated squamous cell carcinoma",
        "Resection margins clear, no lymphovascular invasion",
        "CXR: consolidation left base, small pleural effusion",
        "CT head: no acute intracranial haemorrhage",
        "Hb 87, ferritin 6, iron deficiency anaemia",
        "Anemia and hypothyroidism noted",
        "Leukemia in remission since 2011",
        "Diarrhea and vomiting, ?norovirus",
        "Oesophageal varices banded at OGD",
        "Esophageal cancer, awaiting stent",
        "Haemorrhoids banded, colonoscopy normal",
        "Orthopedic follow up after tibial fracture",
        "Right total knee replacement, wound clean and dry",
        "Lap chole for gallstones last year",
        "Cataract surgery left eye, IOL inserted",
        "Knee arthroscopy and meniscal repair",
        "Appendicectomy aged 12, tonsillectomy aged 6",
        "Paracetamol 500mg tablets, two qds prn",
        "Metformin 1g bd, gliclazide 80mg od",
        "Salbutamol inhaler 100mcg two puffs prn",
        "TTOs: co-amoxiclav 625mg tds for 5 days",
        "Warfarin stopped, started on edoxaban",
        "Started ramipril, titrate to 10mg",
        "Lisdexamfetamine 30mg om reviewed",
        "Prednisolone 40mg for 5 days, asthma exacerbation",
        "Depot given: zuclopenthixol 200mg IM",
        "On methadone 60ml daily, supervised consumption",
        "Diabetes melitus type 2, poorly controled",
        "Hypertention and asthma review",
        "Rhuematoid arthritis, on methotrexate",
        "Schizophrena, stable on clozapine",
        "Migrane with aura twice a month",
        "Pnuemonia right lower lobe",
        "Paracetomol overdose last night",
        "Amoxycillin given for chest infection",
        "Osteoporisis, on alendronate",
        "Epilepsey since childhood",
        "Autism spectrum disorder, EHCP in place",
        "Down's syndrome, heart murmur",
        "Long covid, fatigue and brain fog",
        "Chickenpox exposure in pregnancy",
        "Febrile convulsion, temp 39.5",
        "Bell's palsy, given steroids",
        "Bilateral hearing aids fitted, sensorineural hearing loss",
        "Registered blind due to macular degeneration",
        "Leg ulcers dressed by district nurse",
        "Grade 2 pressure ulcer to sacrum",
        "Alcohol dependence, detox completed",
        "Cocaine use, chest pain, ECG normal",
        "Fitting at home, post-ictal on arrival",
        "CVA 2017 with residual left sided weakness",
        "TIA clinic, started clopidogrel",
        "Stroke 2015, dysphagia, PEG fed",
        "IBS, bloating after meals",
        "Crohn's flare, calprotectin 900",
    ]

    static let deniedOrOfOthers = [
        "No history of diabetes or hypertension",
        "Denies chest pain, palpitations or syncope",
        "Family history of breast cancer in mother",
        "FH: father MI aged 52, brother T2DM",
        "Mother had bowel cancer at 60",
        "No evidence of DVT on doppler",
        "Patient denies suicidal ideation",
        "Negative for HIV, hepatitis B and C",
    ]

    static let harmless = [
        "The goods are kept in cold storage at minus eighteen",
        "Improve your stroke in swimming with our coach",
        "Butterfly stroke and breaststroke lessons on Tuesdays",
        "A depression in geography is a sunken area of land",
        "The tropical depression moved towards the coast",
        "Visual aids were used during the presentation",
        "Hearing aid batteries size 312, pack of six",
        "Capricorn, Cancer and Leo horoscopes for June",
        "The ship crossed the fracture zone south of the ridge",
        "The Labour Party won the by-election",
        "Wages in the labour market rose by two percent",
        "Free delivery on orders over thirty pounds",
        "Discharge of cargo took place at Felixstowe",
        "Battery discharge curve at room temperature",
        "Front shock absorber replaced at service",
        "Two cans of diet coke and a sandwich",
        "Patient capital fund for start-ups",
        "Knowledge of MS Excel and MS Word required",
        "Heart of the city hotel with river view",
        "In the heart of the countryside near Bath",
        "The heart of the problem is the budget",
        "Stroke width 2px and fill colour red",
        "Four-stroke engine with electric start",
        "The economic depression of the 1930s",
        "Economic shock and recession in the eurozone",
        "Brake failure caused the accident",
        "Build failure on the main branch",
        "Operation completed successfully",
        "Root canal boat hire and marina",
        "Growth hacking for software companies",
        "Virus scanner licence renewed",
        "Computer virus infected files on the server",
        "Bridge club meets on Wednesdays in the village hall",
        "Blood orange marmalade and black eye peas",
        "Cast iron pan with lid",
        "Joint replacement bushing for suspension",
        "Hip flask with leather cover",
        "Kidney beans and rice",
        "Chicken liver pate on toast",
        "Bone china tea set, six cups",
        "Seizure of assets by the court",
        "A rash decision by the board",
        "Fever Pitch is a film about football",
        "Gold fever swept the valley",
        "The Great Plague of London exhibition",
        "He turned a blind eye to the invoice",
        "Roller blinds made to measure",
        "Deaf ears in the ministry",
        "Burns Night supper with haggis",
        "Robert Burns statue in Dumfries",
        "Drip irrigation system for greenhouse",
        "Lump sum payment on retirement",
        "Crown court hearing adjourned",
        "Crown moulding and skirting boards",
        "Theatre tickets for Saturday evening",
        "Ward councillor surgery on Friday at the library",
        "The tablet computer has a cracked screen",
        "Graphics tablet with stylus",
        "Injection moulding machine operator",
        "SQL injection vulnerability in login form",
        "Fuel injection system cleaned",
        "Patch release notes for version three",
        "Implant a chip in the pallet for tracking",
        "Terminal 5 departures at Heathrow",
        "Bus terminal closed for repairs",
        "Acute angle in the triangle",
        "Chronic shortage of lorry drivers",
        "Positive feedback from customers",
        "False positive rate of the spam filter",
        "The model hallucinations were reduced",
        "Song thrush nesting in the hedge",
        "Mad about gardening magazine",
        "Stone wall repaired at the farm",
        "Sick pay policy for staff updated",
        "Stress testing of the bridge deck",
        "Screening of the film at nine",
        "The plaster cast of the statue",
        "Panic buying emptied the shelves",
        "Cabin fever during the long winter",
        "Measles and Marbles, a board game history",
        "Bypass road opened by the mayor",
        "Birth certificate copy requested",
        "Data poisoning attacks on machine learning",
        "Ransomware infection of the network",
        "Cash withdrawal limit raised to three hundred",
        "Memory leak fixed in the cache module",
        "The colon is followed by a list of items",
        "High pressure system over Ireland brings sun",
        "Tyre pressure monitoring sensor",
        "Pressure washer hire by the day",
        "Oxygen sensor for exhaust",
        "Organ recital at the cathedral",
        "Pulse width modulation controller",
        "The wound wire coil is replaced",
        "Early bird catches the worm",
        "Clean the fish tank and feed the snails",
        "Vertigo (1958) directed by Hitchcock",
        "Adrenaline rush weekend with rafting",
        "Blackout blinds for the bedroom",
        "First aid kit in the kitchen cupboard",
        "Legal aid application form received",
        "Eye-catching display in the window",
        "The needle's eye footpath near the church",
        "Tongue and groove cladding",
        "Nerve centre of the operation",
        "He has a good ear for music",
        "The committee will hear the appeal in March",
        "Please ring reception on arrival",
        "Scarborough and Whitby coach trip",
        "The migration of the database finished",
        "Prostrate thyme is a good ground cover",
        "A fraction of the cost of the lease",
        "Annual general meeting minutes approved",
        "Heating boiler service and radiator bleed",
        "Bleeding radiators and topping up the pressure",
        "Brown and Sons, estate agents",
    ]
}
