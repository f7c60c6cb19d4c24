import Exposure
